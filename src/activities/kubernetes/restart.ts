/** `kubernetes.restart`: makes all pods of a Deployment anew, by its own strategy, as `kubectl rollout restart` does. */
import { z } from 'zod';
import { absent, started } from '../contract.ts';
import type { Json } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { comesUp } from './comes-up.ts';
import { deploymentRef, readDeployment } from './deployment.ts';
import { objectNameSchema } from './names.ts';
import { changesDeployments } from './rights.ts';
import { mustBeSingleton } from './singleton.ts';
import { nameOf, settled, waiting } from './watch-until.ts';

/** Another value in the template makes new pods; the key tells whose order it was. */
const ordered = 'slipway/restarted';

const input = z.strictObject({
  deployment: objectNameSchema.describe('Name of the Deployment'),
  namespace: objectNameSchema.describe('Its namespace'),
  timeoutSeconds: z.number().int().min(1).max(86_400).default(1800).describe('Seconds the restart may take'),
  singleton: z
    .boolean()
    .default(false)
    .describe(
      'Refuse it where two of its pods would be alive for a while: several replicas, or another strategy than Recreate',
    ),
});

export const restart = defineStep({
  kind: 'kubernetes.restart',
  summary: 'Restart a Deployment: make all its pods anew, with what they run now, and wait for them.',
  input,
  output: z.strictObject({ replicas: z.number().describe('How many pods run anew') }),
  needs: ['kubernetes'],
  rights: changesDeployments,
  options: { settleTimeout: 25 * 3_600_000 },
  title: ({ deployment, namespace }) => `Restart ${namespace}/${deployment}`,
  async observe(given, { clients, signal, key }) {
    const { annotations } = readDeployment(await clients.kubernetes.get(deploymentRef(given), signal));
    return annotations[ordered] === key ? started<Json>(null) : absent<Json>(null);
  },
  async act(given, { clients, signal, key }) {
    const ref = deploymentRef(given);
    const now = readDeployment(await clients.kubernetes.get(ref, signal));
    if (given.singleton) mustBeSingleton(now, nameOf(ref));
    const { resourceVersion } = now;
    await clients.kubernetes.mergePatch(
      ref,
      {
        metadata: { resourceVersion },
        spec: { template: { metadata: { annotations: { [ordered]: key } } } },
      },
      { key, signal },
    );
    return started<Json>(null);
  },
  async settle(_, ctx, given) {
    const ref = deploymentRef(given);
    await comesUp(ctx, ref, { timeoutSeconds: given.timeoutSeconds, with: ' again' }, (object) => {
      const { annotations, rollout } = readDeployment(object);
      if (annotations[ordered] !== ctx.key)
        throw fatal('conflict', `${nameOf(ref)} was restarted by somebody else meanwhile.`);
      return rollout.at === 'under-way' ? waiting(rollout.says) : settled(rollout);
    });
    const { replicas } = readDeployment(await ctx.clients.kubernetes.get(ref, ctx.signal));
    return { replicas };
  },
  irreversible:
    'The pods before are gone; those that came in their place run the same version, so there is nothing to put back.',
});
