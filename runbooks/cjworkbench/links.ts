/** Where people look: logs and shells are the platform's own, and the plan says where they are. */
import type { Facts, Planning } from 'slipway';
import { deploymentOf, services } from './services.ts';
import type { Settings } from './settings.ts';

export function recordLinks(settings: Settings, facts: Pick<Facts<Planning>, 'record'>): void {
  const { namespace, logsUrl, shellUrl } = settings;
  facts.record('look', {
    title: 'Logs and shells',
    value: namespace,
    evidence: [
      ...services.map((service) =>
        logsUrl === undefined
          ? `logs of ${service}: kubectl -n ${namespace} logs -f deployment/${deploymentOf(service)} --all-pods`
          : `logs of ${service}: ${logsUrl.replaceAll('{service}', service)}`,
      ),
      shellUrl === undefined
        ? `database: kubectl -n ${namespace} exec -it deployment/${deploymentOf('frontend')} -- python ./manage.py dbshell`
        : `shells: ${shellUrl}`,
    ],
  });
}
