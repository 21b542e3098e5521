/** Our price for a step: whole releases beside a plain loop over the same activities. */
import { sequence } from '../../../src/runbook/builders.ts';
import { figure, inTurns, timed } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { historyOf } from '../history.ts';
import type { Lab } from '../lab.ts';
import { touch } from '../steps.ts';

const sizes = [1, 12, 40, 200];

export async function stepFigures({ release, byHand }: Lab, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const plan = planOf(size);
    const times = await inTurns(
      size > 50 ? Math.ceil(rounds / 3) : rounds,
      () => timed(async () => (await release(plan)).result()),
      () => timed(async () => (await byHand('byHand', size)).result()),
    );
    figures.push(figure(`step-${size}`, 'ms a release', times, 1.15));
    const [ours, limit] = [await release(plan), await byHand('byHand', size)];
    await Promise.all([ours.result(), limit.result()]);
    const [our, their] = [await historyOf(ours), await historyOf(limit)];
    figures.push(
      figure(`events-${size}`, 'events a step', { ours: our.events / size, limit: their.events / size }),
      figure(`bytes-${size}`, 'bytes of history a step', {
        ours: our.bytes / size,
        limit: their.bytes / size,
      }),
    );
  }
  return figures;
}

const planOf = (size: number) =>
  sequence(
    'All',
    Array.from({ length: size }, (_, index) => touch({ name: `t${index}` }, { id: `t${index}` })),
  );
