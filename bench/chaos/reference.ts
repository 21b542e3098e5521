/** The run in which nothing is struck: what every other is held against, and the world that later voyages begin with. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Lane, Workers } from './lane.ts';
import type { Skew } from './parts.ts';
import { sail } from './sail.ts';
import { legName } from './subject.ts';
import type { Bound, Leg, Subject } from './subject.ts';
import type { VoyageLog } from './voyage-log.ts';

export interface Reference {
  readonly leg: Bound;
  readonly log: VoyageLog;
  /** The world after it. */
  readonly worldState: string;
  /** Has a lane begin as this one began. */
  begin(lane: Lane, skew: Skew, workers: Workers): Promise<void>;
}

const noSkew: Skew = { worker: 0, world: 0 };

export interface References {
  /** All that have been sailed, by the names of their legs. */
  readonly known: ReadonlyMap<string, Reference>;
  /** Sails it, and those that must come before it, where nobody has yet. */
  of(leg: Leg): Promise<Reference>;
}

/** Of each leg, and of those that must come before one of them. */
export async function sailReferences(
  lane: Lane,
  legs: readonly Leg[],
  dir: string,
  sailed?: (reference: Reference) => void,
): Promise<ReadonlyMap<string, Reference>> {
  const references = openReferences(lane, dir, sailed);
  for (const leg of legs) await references.of(leg);
  return references.known;
}

/** `sailed` is told of each. */
export function openReferences(
  lane: Lane,
  dir: string,
  sailed: (reference: Reference) => void = () => undefined,
): References {
  const found = new Map<string, Reference>();
  const worlds = new Map<string, string>();
  return { known: found, of: reference };

  async function reference(leg: Leg): Promise<Reference> {
    const known = found.get(legName(leg));
    if (known !== undefined) return known;
    const worldState = await stateBefore(leg);
    const begin = (on: Lane, skew: Skew, workers: Workers): Promise<void> =>
      on.begin({ subject: leg.subject, worldState, skew, workers });
    await begin(lane, noSkew, 'one');
    const { version, ledger } = leg.voyage;
    const bound = {
      ...leg,
      version: typeof version === 'string' ? version : await version(lane.world),
      ledger: await ledger?.(lane.world),
    };
    const log = await sail(lane, bound);
    lane.tripwire.clear();
    const made = { leg: bound, log: asForeseen(leg, log), worldState: await kept(legName(leg)), begin };
    found.set(legName(leg), made);
    sailed(made);
    return made;
  }

  /** The state of the world as it is now. */
  async function kept(name: string): Promise<string> {
    await lane.parts.world.kill();
    const folder = join(dir, name);
    cpSync(lane.worldDir, folder, { recursive: true });
    return folder;
  }

  /** A new world is made once: what is dated in it, a commit, must be the same in every run. */
  async function newWorld(subject: Subject): Promise<string> {
    const folder = worlds.get(subject.world);
    if (folder !== undefined) return folder;
    await lane.begin({ subject, worldState: undefined, skew: noSkew, workers: 'one' });
    const made = await kept(`new/${subject.world}`);
    worlds.set(subject.world, made);
    return made;
  }

  async function stateBefore({ subject, voyage }: Leg): Promise<string> {
    const { after } = voyage;
    if (after === undefined) return newWorld(subject);
    const earlier = subject.voyages.find(({ name }) => name === after);
    if (earlier === undefined) throw new Error(`${subject.name} has no voyage ${after}.`);
    return (await reference({ subject, voyage: earlier })).worldState;
  }
}

/** What goes wrong by itself certifies nothing. */
function asForeseen(leg: Leg, log: VoyageLog): VoyageLog {
  const { outcome, why } = log.view;
  const problems = [
    ...(outcome === leg.voyage.outcome ? [] : [`it ended ${String(outcome)}: ${String(why)}`]),
    ...log.lies,
    ...log.held,
    ...log.parked.map((node) => `${node} parked`),
    ...log.duplicates.map(({ effect, target }) => `${effect} ${target} happened twice`),
  ];
  if (problems.length === 0) return log;
  throw new Error(`${legName(leg)}, where nothing was struck: ${problems.join('; ')}.`);
}
