/**
 * Errors that come in clusters, drawn from Pólya's urn: each error adds a ball of its own arm, so the next is likelier to be
 * of that arm, too (Eggenberger and Pólya 1923; the Dirichlet-multinomial of Mosimann 1962 for two arms). Given how many errors
 * a block has, the canary's part then scatters `spread` times as much as if each were on its own; at 1 they are.
 *
 * With it a cluster counts about once, however long it is. Dividing a logarithm by the spread would count long clusters more,
 * and need half as long again.
 */
import { share } from './hypotheses.ts';
import type { Counts } from './hypotheses.ts';

/** Log likelihood ratio of 'the boundary times `times`' against the boundary itself. */
export function logUrn(counts: Counts, boundary: number, times: number, spread: number): number {
  const { canaryErrors, baselineErrors } = counts;
  const all = canaryErrors + baselineErrors;
  if (all === 0) return 0;
  const before = share(counts, boundary);
  const after = share(counts, boundary * times);
  if (spread <= 1)
    return canaryErrors * Math.log(after / before) + baselineErrors * Math.log((1 - after) / (1 - before));
  const balls = all / (spread - 1);
  return (
    rising(balls * after, balls * before, canaryErrors) +
    rising(balls * (1 - after), balls * (1 - before), baselineErrors)
  );
}

/** Log of a(a+1)…(a+n-1) over b(b+1)…(b+n-1). */
function rising(a: number, b: number, n: number): number {
  if (n === 0) return 0;
  if (n <= 30 && Number.isInteger(n)) {
    let product = 1;
    for (let k = 0; k < n; k += 1) product *= (a + k) / (b + k);
    return Math.log(product);
  }
  return logGamma(a + n) - logGamma(a) - logGamma(b + n) + logGamma(b);
}

/** Stirling's series, shifted to where it is exact enough. */
function logGamma(value: number): number {
  let x = value;
  let product = 1;
  while (x < 8) {
    product *= x;
    x += 1;
  }
  const square = 1 / (x * x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.9189385332046727 +
    (1 / 12 - square * (1 / 360 - square / 1260)) / x -
    Math.log(product)
  );
}
