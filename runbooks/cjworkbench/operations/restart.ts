/** `restart-because-you-know-what-you-are-doing ENV SERVICE`: `slipway start cjworkbench-restart --environment staging --version frontend`. */
import { defineRunbook, z } from 'slipway';
import { kubernetes } from 'slipway/steps';
import { recordLinks } from '../links.ts';
import { deploymentOf, isSingleton, services } from '../services.ts';
import { settingsOf } from '../settings.ts';

export default defineRunbook({
  name: 'cjworkbench-restart',
  summary: 'Restart one of CJWorkbench’s services with what it runs now.',
  input: z.strictObject({
    environment: z.enum(['staging', 'production']).describe('Where'),
    version: z.enum(services).describe('The service. To restart it once more, give --again'),
  }),
  plan({ version: service }, facts) {
    const settings = settingsOf(facts);
    recordLinks(settings, facts);
    return kubernetes.restart(
      {
        namespace: settings.namespace,
        deployment: deploymentOf(service),
        timeoutSeconds: settings.rolloutSeconds,
        singleton: isSingleton(service),
      },
      { id: 'restart', title: `Restart ${service} in ${facts.environment.title}` },
    );
  },
});
