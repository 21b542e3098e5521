/** The figures of the bench, as people read them or as one line of JSON. Pure. */
import type { WorkerFigures } from './worker.ts';

export interface Measured {
  readonly soaks: number;
  readonly calibrated: number;
  /** Seconds. */
  readonly interval: number;
  readonly lasted: number;
  /** Answered by the source meanwhile. */
  readonly queries: number;
  readonly warmUp: Pick<WorkerFigures, 'lost' | 'delay'> & { readonly seconds: number };
  readonly figures: WorkerFigures;
  readonly used: readonly { readonly part: string; readonly cores: number; readonly memory: number }[];
}

export function printed(measured: Measured, as: 'json' | 'text'): string {
  const { soaks, calibrated, interval, lasted, queries, warmUp, figures, used } = measured;
  const late = [...figures.lateness].sort((a, b) => a - b);
  const at = (share: number): number =>
    late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? NaN;
  const lateness = { median: at(0.5), p95: at(0.95), worst: at(1) };
  const due = Math.round((soaks * lasted) / interval);
  const { dark, lost, delay } = figures;
  if (as === 'json')
    return JSON.stringify({
      soaks,
      calibrated,
      interval,
      queries,
      ticks: late.length,
      due,
      lateness,
      dark,
      lost,
      delay,
      warmUp,
      used,
    });
  const ms = (figure: number): string => `${Math.round(figure)} ms`;
  return [
    `${soaks} soaks, a tick every ${interval} s, ${Math.round(lasted)} s measured`,
    `  until all judged       ${warmUp.seconds} s, ${calibrated} of them calibrated; ${warmUp.lost} heartbeats were late, the worst delay of the thread ${ms(warmUp.delay[2])}`,
    `  ticks judged           ${late.length} of ${due} that were due; ${dark} soaks without data at the end`,
    `  lateness of a tick     median ${ms(1000 * lateness.median)}, p95 ${ms(1000 * lateness.p95)}, worst ${ms(1000 * lateness.worst)}`,
    `  queries                ${(queries / lasted).toFixed(0)} a second`,
    `  late heartbeats        ${lost}`,
    `  delay of the thread    median ${ms(delay[0])}, p99 ${ms(delay[1])}, worst ${ms(delay[2])}`,
    ...used.map(
      ({ part, cores, memory }) =>
        `  ${part.padEnd(22)} ${(100 * cores).toFixed(0)} % of a core, ${memory} MB`,
    ),
  ].join('\n');
}
