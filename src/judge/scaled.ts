/**
 * Placebos whose canary errs more: by the errors of other instances on top of its own, for harm makes more clusters, not longer
 * ones. Who lends its errors is none of the baseline meanwhile, or a cluster would be seen on both arms at once.
 */
import type { Placebo } from './placebo.ts';

/** Ticks by which errors are lent that were lent before, or are an instance's own: longer than clusters. */
const shift = 20;

/** A part of an instance is made of its errors and of those due, so that it scatters as a part does. */
export function scaled(placebos: readonly Placebo[], times: number): Placebo[] {
  if (times === 1) return [...placebos];
  const made = placebos.map((_, index) => withLent(placebos, index, times));
  // What was cut off at zero is taken back from all.
  const all = errorsOf(made);
  const even = all === 0 ? 1 : (times * errorsOf(placebos)) / all;
  return made.map((placebo) => ({
    ...placebo,
    canaryErrors: placebo.canaryErrors.map((errors) => even * errors),
  }));
}

interface Loan {
  readonly from: Placebo;
  readonly ticks: number;
  readonly part: number;
}

function withLent(placebos: readonly Placebo[], index: number, times: number): Placebo {
  const own = placebos[index];
  if (own === undefined) throw new RangeError('no such placebo');
  // Half of the baseline stays.
  const lenders = Math.floor((placebos.length / own.size - 1) / 2);
  const loans: Loan[] = [];
  for (let left = times, k = 0; left > 0; left -= 1, k += 1) {
    const place = k === 0 || lenders === 0 ? 0 : 1 + ((k - 1) % lenders);
    const rounds = lenders === 0 ? k : Math.floor(Math.max(0, k - 1) / lenders);
    const from = placebos[(index + place * own.size) % placebos.length] ?? own;
    loans.push({ from, ticks: shift * rounds, part: Math.min(1, left) });
  }
  const lent = [...new Set(loans.map(({ from }) => from))].filter((from) => from !== own);
  const { canaryErrors, baselineErrors, baselineRequests } = own;
  const length = canaryErrors.length;
  const made = {
    ...own,
    canaryErrors: new Float64Array(length),
    baselineErrors: baselineErrors.slice(),
    baselineRequests: baselineRequests.slice(),
  };
  for (let k = 0; k < length; k += 1) {
    const requests = own.canaryRequests[k] ?? 0;
    if (requests === 0) continue;
    for (const one of lent) {
      made.baselineErrors[k] = Math.max(0, (made.baselineErrors[k] ?? 0) - (one.canaryErrors[k] ?? 0));
      made.baselineRequests[k] = Math.max(0, (made.baselineRequests[k] ?? 0) - (one.canaryRequests[k] ?? 0));
    }
    const due = ((baselineErrors[k] ?? 0) * requests) / (baselineRequests[k] ?? 1);
    let errors = 0;
    for (const { from, ticks, part } of loans) {
      const at = (k + ticks) % length;
      const served = from.canaryRequests[at] ?? 0;
      const theirs = served === 0 ? due : ((from.canaryErrors[at] ?? 0) * requests) / served;
      errors += Math.sqrt(part) * theirs - (Math.sqrt(part) - part) * due;
    }
    made.canaryErrors[k] = Math.max(0, errors);
  }
  return made;
}

const errorsOf = (placebos: readonly Placebo[]): number =>
  placebos.reduce((sum, { canaryErrors }) => canaryErrors.reduce((total, errors) => total + errors, sum), 0);
