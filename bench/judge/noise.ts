/** The noise families: how errors come about on healthy instances. Every instance of a service obeys the same law. */

/** Numbers of one family. Absent parts are switched off. */
export interface Noise {
  /** Log-normal drift shared by all: standard deviation of the log, and its memory in seconds. */
  readonly drift?: { readonly sd: number; readonly memory: number };
  /** Incidents that hit all alike. */
  readonly incidents?: Burst;
  /** Bursts that hit one instance, whichever. */
  readonly bursts?: Burst;
  /** Bursts that hit a whole arm at once: all canaries, or all of the baseline. */
  readonly armBursts?: Burst;
  /** Errors come in clusters of one instance: mean size, and over how many seconds one is spread. */
  readonly clusters?: { readonly size: number; readonly spread: number };
  /** Swing of traffic and of the error rate over the day, as a fraction. */
  readonly diurnal?: { readonly traffic: number; readonly errors: number };
  /** Instances restart: a tick is lost, and the next ones err more. */
  readonly restarts?: { readonly every: number; readonly factor: number; readonly length: number };
  /** A fresh canary errs more at first. */
  readonly warmUp?: { readonly factor: number; readonly length: number };
}

/** Mean time between two, mean length, and by how much the error rate is multiplied. */
export interface Burst {
  readonly every: number;
  readonly length: number;
  readonly factor: number;
}

export interface Family {
  readonly name: string;
  readonly noise: Noise;
  /** Instances in all, and how many of them are canaries. */
  readonly instances?: number;
  readonly canaries?: number;
  /** Seconds after the start that are not judged. */
  readonly warmUp?: number;
}

const minutes = 60;
const hours = 3600;

const drift = { sd: 0.4, memory: 2 * hours };
const incidents = { every: 6 * hours, length: 10 * minutes, factor: 10 };
const clusters = { size: 4, spread: 60 };
const bursts = { every: 6 * hours, length: 5 * minutes, factor: 10 };

/** The five kinds of noise of which the method was tuned: what `--quick` runs. */
export const kinds: readonly string[] = ['independent', 'shared', 'clustered', 'bursty', 'mixed'];

/** The five kinds, then others to try the method on; bursts of two of them set limits, too. */
export const families: readonly Family[] = [
  { name: 'independent', noise: {} },
  { name: 'shared', noise: { drift, incidents } },
  { name: 'clustered', noise: { clusters } },
  { name: 'bursty', noise: { bursts } },
  {
    name: 'mixed',
    noise: {
      drift: { sd: 0.3, memory: hours },
      incidents: { every: 12 * hours, length: 10 * minutes, factor: 5 },
      clusters: { size: 2.5, spread: 30 },
      bursts: { every: 12 * hours, length: 4 * minutes, factor: 8 },
    },
  },
  { name: 'diurnal', noise: { diurnal: { traffic: 0.7, errors: 0.5 } } },
  { name: 'arm bursts', noise: { armBursts: { every: 8 * hours, length: 4 * minutes, factor: 8 } } },
  { name: 'big clusters', noise: { clusters: { size: 10, spread: 120 } } },
  { name: 'long bursts', noise: { bursts: { every: 12 * hours, length: 20 * minutes, factor: 6 } } },
  { name: 'sharp bursts', noise: { bursts: { every: 8 * hours, length: 90, factor: 60 } } },
  { name: 'restarts', noise: { restarts: { every: 8 * hours, factor: 6, length: 90 } } },
  { name: 'warm-up', noise: { warmUp: { factor: 6, length: 5 * minutes } }, warmUp: 600 },
  { name: 'half and half', noise: { bursts, clusters: { size: 2, spread: 30 } }, canaries: 5 },
  { name: 'one in fifty', noise: { clusters: { size: 2, spread: 30 } }, instances: 50 },
];
