/** The plan of each release of the bench: soaks side by side, longer than the bench. */
import { prometheusCompare } from '../../src/activities/metrics/prometheusCompare.ts';
import { parallel } from '../../src/runbook/builders.ts';
import type { PlanNode } from '../../src/runbook/plan.ts';
import { soak } from '../../src/runbook/watch-builders.ts';

/** `fleet` has ten stable instances, and is calibrated by their past; `pair` has one, which nothing can be compared with. */
export type Service = 'fleet' | 'pair';

/** Seconds after which a scrape is taken to be found. */
export const lagSeconds = 5;

export interface Soaks {
  readonly service: Service;
  readonly count: number;
  /** Seconds between two ticks. */
  readonly interval: number;
}

export const planOf = (soaks: Soaks): PlanNode =>
  parallel(
    'Soaks',
    Array.from({ length: soaks.count }, (_, index) => soaking(soaks, index)),
  ).node;

const soaking = ({ service, interval }: Soaks, index: number) =>
  soak(`Soak ${index}`, {
    for: '24h',
    interval: `${interval * 1000}ms`,
    passEarly: false,
    checks: [
      prometheusCompare(
        {
          canary: { service, version: '2' },
          baseline: { service, version: '1' },
          requests: 'http_requests_total',
          errors: { metric: 'http_requests_total', where: { status: '500' } },
          lagSeconds,
        },
        { id: 'errors', inconclusiveLimit: 1000, falseAbort: 1e-9 },
      ),
    ],
    ask: { approvers: { roles: [], people: ['nobody'] } },
  });
