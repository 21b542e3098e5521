/** The standard normal distribution, to some seven digits (Abramowitz and Stegun 1964, 7.1.26 and 26.2.23). */

/** Chance of more than x. */
export function above(x: number): number {
  if (x < 0) return 1 - above(-x);
  const t = 1 / (1 + (0.3275911 * x) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 0.5 * series * Math.exp((-x * x) / 2);
}

/** The x that is exceeded with that chance. */
export function exceededWith(chance: number): number {
  if (chance > 0.5) return -exceededWith(1 - chance);
  const t = Math.sqrt(-2 * Math.log(chance));
  const over = 2.515517 + t * (0.802853 + t * 0.010328);
  const under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - over / under;
}
