/** How much a lane must be tempered so that placebo soaks show it to be fair: a healthy canary must not grow rich in it. */
import { alarmsADay, alarmsAtStart } from './alarms.ts';
import type { Trace } from './alarms.ts';

/** Nats a second that late money may win: its ten in fifty minutes at best, for a short history shows few bursts or none. */
const lateNats = [10 / 3000, 10 / 10_800, 10 / 32_400];
/** Late money needs so much more than that of the start: a fiftieth of a fifth joins at a time. */
const lateMore = 5;
const tempers = Array.from({ length: 40 }, (_, k) => 1.08 ** k);

/** What a bettor must win to end the soak alone, and how often a healthy canary may let it do so. */
export interface Stake {
  readonly nats: number;
  readonly chance: number;
}

export interface Fair {
  readonly temper: number;
  /** What late money may win in a block. */
  readonly late: number;
  /** Whether single bursts ask for the temper, rather than the common noise. */
  readonly bursts: boolean;
}

/**
 * The least temper at which its factor is worth at most 1 on average and its run-ups promise no more false alarms than are
 * bearable. Late money wins as slowly as the bursts that history showed ask for.
 */
export function fairly(trace: Trace, { nats, chance }: Stake): Fair | undefined {
  const bulk = bulkOf(trace);
  const common = tempers.findIndex((temper) => exponent(bulk, temper) <= 0);
  if (common < 0) return undefined;
  const temper = tempers.slice(common).find((one) => alarmsAtStart(trace, one, nats) <= chance);
  if (temper === undefined) return undefined;
  const late = lateNats.find(
    (most) => alarmsADay(trace, { temper, most: most * trace.seconds, nats: nats + lateMore }) <= chance,
  );
  return {
    temper,
    late: (late ?? 1e-9) * trace.seconds,
    bursts: temper > 1.3 * (tempers[common] ?? 1),
  };
}

/** What remains without the windows that look most like bursts, and by how much its scatter grows over a window. */
interface Bulk {
  readonly values: readonly number[];
  readonly mean: number;
  readonly growth: number;
}

/** Standard errors to spare. */
const doubt = 1;
/** Share of windows left out at either end, and what that leaves of a normal variance. */
const trimmed = 0.02;
const varianceLeft = 0.77;
/** Windows are so long, or shorter if history has too few; each two blocks at least. */
const window = 1920;
const enough = 24;

function bulkOf({ values, length, seconds }: Trace): Bulk {
  let run = Math.max(2, Math.round(window / seconds));
  while (run > 1 && Math.floor(length / run) * (values.length / length) < enough) run = Math.floor(run / 2);
  const windows: { sum: number; first: number }[] = [];
  for (let start = 0; start + length <= values.length; start += length)
    for (let first = start; first + run <= start + length; first += run) {
      let sum = 0;
      for (let k = first; k < first + run; k += 1) sum += values[k] ?? 0;
      windows.push({ sum, first });
    }
  windows.sort((a, b) => a.sum - b.sum);
  const cut = Math.ceil(trimmed * windows.length);
  const kept = windows.slice(cut, windows.length - cut);
  const bulk = kept.flatMap(({ first }) => Array.from(values.subarray(first, first + run)));
  const single = variance(bulk);
  const growth = variance(kept.map(({ sum }) => sum)) / (varianceLeft * run * single);
  return {
    values: bulk,
    mean: meanOf(bulk),
    growth: Math.max(1, single === 0 ? 1 : growth) * (1 + doubt / Math.sqrt(kept.length)),
  };
}

/** Log of the mean factor of one block, were all blocks as scattered as windows of them are. */
function exponent({ values, mean, growth }: Bulk, temper: number): number {
  let factor = 0;
  for (const value of values) factor += Math.exp(value / temper);
  const scatter = Math.log(factor / values.length) - mean / temper;
  return mean / temper + scatter * growth;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function variance(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
}
