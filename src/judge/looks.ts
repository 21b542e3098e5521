/**
 * Early pass at planned looks. A test that may end at any moment pays for that: half of the healthy canaries would pass one look
 * at half the data. So most of the chance of a false pass is spent on a few looks, the first of them as soon as a healthy
 * canary is likelier than not to pass (group-sequential tests, Pocock 1977; error spending, Lan and DeMets 1983).
 */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';
import { above, exceededWith } from './normal.ts';
import { emptyBlock, gather, gathered, openBlockShape } from './open-block.ts';
import type { Span } from './open-block.ts';
import { addScatter, dispersionOf, freshScatter, scatterSchema } from './scatter.ts';
import { addBlock, expectedOf, freshScore, lackingOf, scoreSchema, weightOf } from './score.ts';

export const looksSchema = z.strictObject({
  /** Length of a block. */
  seconds: z.number().positive(),
  /** See `addBlock`. */
  soft: z.number().positive(),
  /** How many times as much the score scatters as if each error were on its own; null: the soak itself is to show it. */
  dispersion: z.number().positive().nullable(),
  /** Errors per request in a block in the middle, when history ended; null: those of the first block. */
  usual: z.number().positive().nullable(),
  /** Chance of a false pass. */
  chance: z.number().positive(),
});
export type Looks = z.output<typeof looksSchema>;

export const looksStateSchema = z.strictObject({
  ...openBlockShape,
  score: scoreSchema,
  /** Looks so far, and whether one was passed. */
  looks: z.number().int(),
  passed: z.boolean(),
  /** Where the soak is to show the dispersion. */
  scatter: scatterSchema.exactOptional(),
});
export type LooksState = z.output<typeof looksStateSchema>;

export const freshLooks = ({ usual, dispersion }: Looks): LooksState => ({
  ...emptyBlock(),
  score: freshScore(usual ?? 0),
  looks: 0,
  passed: false,
  ...(dispersion === null ? { scatter: freshScatter } : {}),
});

/**
 * Without history: bursts weigh little. Eight minutes are longer than most clusters, and short enough for their scatter to be known
 * within the hour.
 */
export const unknownLooks = (chance: number): Looks => ({
  seconds: 480,
  soft: 0.3,
  dispersion: null,
  usual: null,
  chance,
});

/**
 * Parts of the chance that the looks spend. They are more than 1 together, for who passes one look would often have passed another;
 * at the boundary, where the score is normal, they come to 0.95.
 */
const spent = [0.75, 0.24, 0.15, 0.1, 0.07, 0.05];
/** Each look has so many times the data of the one before. */
const more = 1.4;
/** Standard deviations that a healthy canary has to spare at the first look, on average. */
const toSpare = 0.1;

const criticalAt = (look: number, chance: number): number => exceededWith(chance * (spent[look] ?? 0));

/** How many standard deviations a healthy canary is expected to lack when it is looked. */
export const lookAt = (look: number, chance: number): number =>
  look >= spent.length ? Infinity : (criticalAt(0, chance) + toSpare) * more ** (look / 2);

export function watch(
  looks: Looks,
  before: LooksState,
  span: Span,
  counts: Counts,
  boundary: number,
): LooksState {
  return gather(before, looks.seconds, span, counts, (state, next) => ({
    ...close(looks, state, boundary),
    block: next,
  }));
}

function close({ soft, chance, ...plan }: Looks, state: LooksState, boundary: number): LooksState {
  const counts = gathered(state);
  if (counts === undefined) return state;
  const before = state.score.usual > 0 ? state.score : { ...state.score, usual: rateOf(counts) };
  const score = addBlock(soft, before, counts, boundary);
  const scatter = state.scatter && addScatter(state.scatter, counts, weightOf(soft, before, counts));
  const closed = { ...state, open: emptyBlock().open, score, ...(scatter && { scatter }) };
  const dispersion = dispersionAt(plan, closed);
  if (dispersion === undefined) return closed;
  let { looks, passed } = state;
  for (; expectedOf(score, dispersion) >= lookAt(looks, chance); looks += 1)
    passed ||= lackingOf(score, dispersion) >= criticalAt(looks, chance);
  return { ...closed, looks, passed };
}

const rateOf = (counts: Counts): number =>
  (counts.canaryErrors + counts.baselineErrors) / (counts.canaryTotal + counts.baselineTotal);

/** Undefined as long as nothing shows it. */
export const dispersionAt = (
  { dispersion }: Pick<Looks, 'dispersion'>,
  { scatter }: Pick<LooksState, 'scatter'>,
): number | undefined => dispersion ?? (scatter && dispersionOf(scatter));

/**
 * Odds of health: the chance of passing the next look, at the boundary, over that of passing any. It is no more than what a
 * martingale is worth that ends where the looks do.
 */
export function looksWealth(plan: Looks, state: LooksState): number {
  const { chance } = plan;
  const { score, looks, passed } = state;
  const dispersion = dispersionAt(plan, state);
  if (passed) return 1 / chance;
  if (dispersion === undefined) return 0;
  const at = lookAt(looks, chance);
  const done = Math.min(0.999, (expectedOf(score, dispersion) / at) ** 2);
  const wanted = criticalAt(looks, chance) - lackingOf(score, dispersion) * Math.sqrt(done);
  return at === Infinity ? 0 : above(wanted / Math.sqrt(1 - done)) / chance;
}
