/**
 * What is tested. An error that happened is the canary's with a probability that depends on how much worse the canary is;
 * given that it happened, everything that both arms share (drift, incidents, time of day) drops out: conditional Poisson
 * testing, as in Lindon and Malek, "Anytime-valid inference for multinomial count data" (NeurIPS 2022).
 */

/** Which way a side bets: its boundary, and how far beyond it the alternatives lie. */
export interface Side {
  /** Rate ratio at the boundary of the null hypothesis. */
  readonly boundary: number;
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  /** Times the boundary: above 1 on the side of harm, below on the side of health. */
  readonly times: number;
  readonly prior: number;
  /** The true ratio of rates for which a calibration makes this bettor quick. */
  readonly aim: number;
}

/** Against 'at most `boundary` times the baseline's rate': the evidence of harm. */
export const harm = (boundary: number): Side => ({
  boundary,
  alternatives: [
    { times: 1.35, prior: 0.1, aim: 1.5 },
    { times: 1.8, prior: 0.55, aim: 2 },
    { times: 3, prior: 0.15, aim: 3 },
    { times: 6, prior: 0.17, aim: 5 },
    { times: 30, prior: 0.03, aim: 20 },
  ],
});

/** Against 'at least `boundary` times the baseline's rate': the evidence of health. */
export const health = (boundary: number): Side => ({
  boundary,
  alternatives: [
    { times: 1 / boundary, prior: 0.8, aim: 1 },
    { times: 0.4, prior: 0.2, aim: 0.7 },
  ],
});

/** Counts of a tick or of a block of ticks. */
export interface Counts {
  readonly canaryTotal: number;
  readonly canaryErrors: number;
  readonly baselineTotal: number;
  readonly baselineErrors: number;
}

/** The canary's share of all errors if its rate is `ratio` times the baseline's. */
export const share = ({ canaryTotal, baselineTotal }: Counts, ratio: number): number =>
  (canaryTotal * ratio) / (canaryTotal * ratio + baselineTotal);
