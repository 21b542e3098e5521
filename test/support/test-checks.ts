/** A check of the engine's own tests: reads a gauge of the test world. */
import { z } from 'zod';
import { defineCheck } from '../../src/activities/define-check.ts';
import { defineComparison } from '../../src/activities/define-comparison.ts';
import { retryLater } from '../../src/activities/errors.ts';
import { testWorld } from './test-world.ts';

export const gauge = defineCheck({
  kind: 'test.gauge',
  summary: 'Read a gauge.',
  input: z.strictObject({ name: z.string() }),
  needs: [],
  title: ({ name }) => `Gauge ${name}`,
  async sample({ name }, { acknowledged }) {
    // Deaf to its signal, as a source may be, and as a worker that has died is.
    while (testWorld.isHeld(name)) await new Promise((resolve) => setTimeout(resolve, 20));
    const value = testWorld.gauges.get(name) ?? null;
    if (value !== null && acknowledged.includes(`${name}-${value}`))
      return { value: 0, says: `${value}, acknowledged` };
    return {
      value,
      says: `${name} is ${value}`,
      findings: [{ id: `${name}-${value}`, title: `${name} at ${value}` }],
    };
  },
});

/** A comparison of the engine's own tests: both arms as the test world says, the same whenever they are read. */
export const arms = defineComparison({
  kind: 'test.arms',
  summary: 'Read two arms.',
  input: z.strictObject({ name: z.string() }),
  needs: [],
  title: ({ name }) => `Arms of ${name}`,
  lagMs: () => 0,
  async read({ name }, { edges }) {
    const rates = testWorld.arms.get(name);
    if (rates === 'dark') throw retryLater('unavailable', 'the source is dark');
    const arm = (requests: number, share: number, length: number) => ({
      requests: requests * length,
      errors: requests * length * share,
    });
    return {
      le: [],
      ticks: edges.slice(1).map((t, index) => {
        const length = t - (edges[index] ?? t);
        if (rates === undefined) return { t, canary: null, baseline: null };
        return {
          t,
          canary: arm(rates.requests, rates.canary, length),
          baseline: arm(9 * rates.requests, rates.baseline, length),
        };
      }),
    };
  },
  /** Ten instances like the baseline, with errors that come by chance. */
  async history({ name }, { edges }) {
    const rates = testWorld.arms.get(name);
    if (rates === undefined || rates === 'dark') return [];
    let seed = 1;
    const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    return Array.from({ length: 10 }, (_, index) => ({
      instance: `instance-${index}`,
      arms: edges.slice(1).map((t, tick) => {
        const requests = rates.requests * (t - (edges[tick] ?? t));
        const draws = Math.min(150, Math.ceil(requests / 10));
        const errors = Array.from({ length: draws }, chance).filter(
          (one) => one < (requests / draws) * rates.baseline,
        ).length;
        return { requests, errors };
      }),
    }));
  },
});
