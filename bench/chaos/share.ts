/** A random share: voyage after voyage in an order that the seed decides, some points of each, and round again. */
import { join } from 'node:path';
import { shuffled } from './anytime.ts';
import type { Lane } from './lane.ts';
import type { Point } from './point.ts';
import { openReferences } from './reference.ts';
import type { Reference } from './reference.ts';
import type { Ran } from './run-point.ts';
import { runSeries } from './series.ts';
import type { Leg } from './subject.ts';

/** So many of a voyage before the next one: it has been sailed undisturbed for them. */
const handful = 4;

export interface Share {
  /** Each has voyages of its own, and sails them undisturbed itself. */
  readonly lanes: readonly Lane[];
  readonly legs: readonly Leg[];
  readonly seed: number;
  /** Milliseconds since the epoch; nothing begins after it. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Where the worlds are kept. */
  readonly dir: string;
  pointsOf(reference: Reference): readonly Point[];
  sailed?(reference: Reference): void;
  done(ran: Ran): void;
}

export async function runShare({ lanes, legs, dir, pointsOf, ...share }: Share): Promise<void> {
  const { seed, until, signal } = share;
  const isOver = (): boolean => Date.now() >= until || signal.aborted;
  await Promise.all(
    lanes.map(async (lane, index) => {
      const references = openReferences(lane, join(dir, `lane-${index + 1}`), share.sailed);
      const own = shuffled(legs, seed).filter((_, at) => at % lanes.length === index);
      const found = async (leg: Leg): Promise<readonly Point[]> => pointsOf(await references.of(leg));
      for await (const points of handfuls(own, seed, found, isOver))
        await runSeries({ ...share, lanes: [lane], references: references.known, points });
    }),
  );
}

/** Until no point is left, or it is over. A voyage is asked for its points when its turn comes. */
export async function* handfuls<One>(
  legs: readonly Leg[],
  seed: number,
  pointsOf: (leg: Leg) => Promise<readonly One[]>,
  isOver: () => boolean,
): AsyncGenerator<readonly One[]> {
  const left = new Map<Leg, One[]>();
  for (let open = [...legs]; open.length > 0; open = open.filter((leg) => left.get(leg)?.length !== 0)) {
    for (const leg of open) {
      if (isOver()) return;
      const points = left.get(leg) ?? shuffled(await pointsOf(leg), seed);
      left.set(leg, points);
      yield points.splice(0, handful);
    }
  }
}
