/** A Secret gets its values by reference; then the pods that have the old ones in their environment are made anew. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode, Facts, Planning } from 'slipway';
import { kubernetes } from 'slipway/steps';
import { deploymentOf, isSingleton } from './services.ts';
import type { Service } from './services.ts';
import type { Settings } from './settings.ts';

interface SecretChange {
  readonly secret: string;
  /** Names of the configuration, by the Secret's keys. */
  readonly values: Readonly<Record<string, string>>;
  readonly restart: readonly Service[];
}

export function secretChange(
  { namespace, rolloutSeconds }: Settings,
  facts: Pick<Facts<Planning>, 'environment'>,
  { secret, values, restart }: SecretChange,
): BuiltNode {
  return sequence(
    `Change ${secret} in ${facts.environment.title}`,
    [
      kubernetes.setSecret({ namespace, secret, values }, { id: 'set-secret', required: true }),
      parallel(
        'Restart what reads it',
        restart.map((service) =>
          kubernetes.restart(
            {
              namespace,
              deployment: deploymentOf(service),
              timeoutSeconds: rolloutSeconds,
              singleton: isSingleton(service),
            },
            { id: `restart-${service}`, title: `Restart ${service}` },
          ),
        ),
        { id: 'restart' },
      ),
    ],
    { id: 'change-secret' },
  );
}
