/** What of a sighting is new against what was seen before. Pure. */

export type Seen = Readonly<Record<string, string>>;

/** What stood there at one look: name, and what it stood for. */
export type Sighting = ReadonlyMap<string, string>;

export interface News {
  /** Names that are new, or stand for something else where that is the news. */
  readonly fresh: readonly string[];
  /** Names that must not move, and did. */
  readonly moved: readonly string[];
  /** What to remember. */
  readonly seen: Seen;
}

/**
 * `moves`: whether a name that stands for something else is news (a branch), or somebody’s mistake (a git tag). Without
 * `before`, all that is there has been seen: a trigger releases no history.
 */
export function newsOf(before: Seen | null, now: Sighting, moves: 'are-news' | 'are-mistakes'): News {
  const seen = remembered(before ?? {}, now);
  if (before === null) return { fresh: [], moved: [], seen };
  const known = new Map(Object.entries(before));
  const unknown = [...now.keys()].filter((name) => !known.has(name));
  const changed = [...now].flatMap(([name, value]) =>
    known.has(name) && known.get(name) !== value ? [name] : [],
  );
  return moves === 'are-news'
    ? { fresh: [...unknown, ...changed], moved: [], seen }
    : { fresh: unknown, moved: changed, seen };
}

/** So many names that are gone are still known: one that comes back, or a server that forgot for a moment, is no news. */
const mostGone = 500;

function remembered(before: Seen, now: Sighting): Seen {
  const gone = Object.entries(before).filter(([name]) => !now.has(name));
  return Object.fromEntries([...gone.slice(-mostGone), ...now]);
}
