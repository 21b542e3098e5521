/** Which of the things that wait a person means: the one named, else the only one, else asked. */
import type { ReleaseView, WaitingView } from '../workflows/view.ts';
import { askChoice } from './ask.ts';
import { CliError, usage } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

export interface Wanted {
  /** Kinds of waiting that the command answers. */
  readonly kinds: readonly WaitingView['for'][];
  /** As typed, if it was. */
  readonly node: string | undefined;
  /** ‘waits for an answer’, ‘is parked’. */
  readonly says: string;
}

/** Undefined only where a node was named that doesn't wait: the release itself then says why it refuses. */
export async function pickWaiting(
  terminal: Terminal,
  view: ReleaseView,
  { kinds, node, says }: Wanted,
): Promise<WaitingView | undefined> {
  const candidates = view.waiting.filter((wait) => kinds.includes(wait.for));
  if (node !== undefined) return candidates.find((wait) => wait.node === node);
  const [only] = candidates;
  if (only === undefined) {
    const stands = view.outcome ?? view.phase;
    throw new CliError(
      'refused',
      `Nothing in ${view.id} ${says}: it is ${stands}.`,
      `See slipway show ${view.id}.`,
    );
  }
  if (candidates.length === 1) return only;
  if (!terminal.interactive) {
    throw usage(
      `More than one node ${says}: ${candidates.map((wait) => wait.node).join(', ')}.`,
      'Name one of them.',
    );
  }
  const options = candidates.map((wait) => ({ value: wait.node, label: `${wait.title} (${wait.node})` }));
  const chosen = await askChoice(terminal, 'Which one?', options);
  return candidates.find((wait) => wait.node === chosen);
}
