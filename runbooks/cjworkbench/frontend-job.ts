/** A program of the frontend that is run once: with its image, its environment and its rights. */
import type { kubernetes } from 'slipway/steps';
import { containerField, deploymentOf } from './services.ts';
import type { Settings } from './settings.ts';

export const frontendJob = (
  settings: Settings,
  name: string,
  command: readonly string[],
): Parameters<typeof kubernetes.runJob>[0] => ({
  name,
  namespace: settings.namespace,
  like: {
    deployment: deploymentOf('frontend'),
    ...containerField(settings, 'frontend'),
    beside: settings.beside,
  },
  command,
});
