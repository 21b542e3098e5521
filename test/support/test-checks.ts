/** A check of the engine's own tests: reads a gauge of the test world. */
import { z } from 'zod';
import { defineCheck } from '../../src/activities/define-check.ts';
import { testWorld } from './test-world.ts';

export const gauge = defineCheck({
  kind: 'test.gauge',
  summary: 'Read a gauge.',
  input: z.strictObject({ name: z.string() }),
  needs: [],
  title: ({ name }) => `Gauge ${name}`,
  async sample({ name }, { acknowledged }) {
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
