/** Balrog: the release to stage, then to production, as its infrastructure page tells them. */
import { defineRunbook } from 'slipway';
import { inputSchema } from './balrog/input.ts';
import { lookAround } from './balrog/look-around.ts';
import { lookBack } from './balrog/look-back.ts';
import { productionPlan } from './balrog/production.ts';
import { stagePlan } from './balrog/stage.ts';
import { wayBackPlan } from './balrog/way-back.ts';

export default defineRunbook({
  name: 'balrog',
  summary: 'Release Balrog: to stage from the tip of the branch, then to production by a canary.',
  input: inputSchema,
  // Production gets what stage has, once it was tested there: `slipway promote balrog --to prod`.
  promotion: {
    order: ['stage', 'prod'],
    conditions: { prod: { gate: 'test-on-stage' } },
  },
  async plan(input, facts) {
    const release = await lookAround(input, facts);
    switch (input.environment) {
      case 'stage':
        return stagePlan(release);
      case 'prod':
        return productionPlan(release);
    }
  },
  rollback: async (input, facts) => wayBackPlan(await lookBack(input, facts)),
});
