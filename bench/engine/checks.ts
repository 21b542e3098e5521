/** The check that is timed: always well. */
import { z } from 'zod';
import { defineCheck } from '../../src/activities/define-check.ts';

export const steady = defineCheck({
  kind: 'bench.steady',
  summary: 'Be well.',
  input: z.strictObject({}),
  needs: [],
  title: () => 'Steady',
  sample: () => Promise.resolve({ value: 0, says: 'steady', findings: [] }),
});
