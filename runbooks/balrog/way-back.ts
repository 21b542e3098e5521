/** Back to what ran before, in stage or in production: images, services in order, UI. The database stays as it is. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import type { Deploy } from './look-around.ts';
import { shownAtLast } from './record.ts';
import { inOrder, promoteApp, startAppCanary, updateAdmin, updateAgent } from './services.ts';
import { deployUi, imagesOf, notice } from './steps.ts';

/** App gets no watched canary: the version was there before, and whoever goes back is in a hurry. */
export function wayBackPlan(deploy: Deploy): BuiltNode {
  const app = sequence('Bring app back', [startAppCanary(deploy), promoteApp(deploy)]);
  return sequence(
    `Balrog ${deploy.input.version} again in ${deploy.facts.environment.title}`,
    [
      parallel('Images', imagesOf(deploy)),
      inOrder(deploy, { admin: updateAdmin(deploy), agent: updateAgent(deploy), app }),
      deployUi(deploy),
      shownAtLast(deploy),
      sequence('Notices', [notice(deploy, 'agent'), notice(deploy, 'admin'), notice(deploy, 'app')]),
    ],
    { id: 'way-back' },
  );
}
