/** sre-test: what a push to master does to dev, and a push to release to prod, as the team's page tells them. */
import { defineRunbook } from 'slipway';
import type { BuiltNode } from 'slipway';
import { devPlan } from './sre-test/dev.ts';
import { inputSchema } from './sre-test/input.ts';
import { lookAround } from './sre-test/look-around.ts';
import type { SreTestRelease } from './sre-test/look-around.ts';
import { prodPlan } from './sre-test/prod.ts';

export default defineRunbook({
  name: 'sre-test',
  summary: 'Release birthday-app: a commit of master to dev, then the same image to prod.',
  input: inputSchema,
  // Prod gets the image that dev has run: `slipway promote sre-test --to prod`.
  promotion: { order: ['dev', 'prod'] },
  plan: async (input, facts) => planOf(await lookAround(input, facts, 'on')),
  rollback: async (input, facts) => planOf(await lookAround(input, facts, 'back')),
});

function planOf(release: SreTestRelease): BuiltNode | Promise<BuiltNode> {
  switch (release.input.environment) {
    case 'dev':
      return devPlan(release);
    case 'prod':
      return prodPlan(release);
  }
}
