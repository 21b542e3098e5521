/** What the environment runs now, service by service; and whether cron is the singleton that it must be. */
import type { Facts, Planning } from 'slipway';
import { deployedImage } from '../deployed-image.ts';
import type { Deployed } from '../deployed-image.ts';
import { newestOf } from './commits.ts';
import { containerOf, deploymentOf, repositoryOf, services } from './services.ts';
import type { Service } from './services.ts';
import type { Settings } from './settings.ts';

export interface Running {
  readonly services: Readonly<Record<Service, Deployed>>;
  /**
   * The commit that they run; where a deploy has stopped half-way, the newest of theirs, whose migrations have run: they come first. Undefined
   * where one doesn’t tell, or they have parted.
   */
  readonly commit: string | undefined;
}

export async function runningNow(settings: Settings, facts: Facts<Planning>): Promise<Running> {
  const found = await Promise.all(
    services.map(async (service) => {
      const container = containerOf(settings, service);
      const deployed = await deployedImage(
        {
          namespace: settings.namespace,
          deployment: deploymentOf(service),
          image: repositoryOf(settings, service),
          ...(container === undefined ? {} : { container }),
        },
        facts,
      );
      return [service, deployed] as const;
    }),
  );
  const commits = [...new Set(found.map(([, { commit }]) => commit))];
  const known = commits.filter((one) => one !== undefined);
  const commit = known.length < commits.length ? undefined : await newestOf(known, settings, facts);
  if (commit !== undefined && commits.length > 1)
    facts.warn(`Services run ${commits.length} commits: all is counted from the newest of them, ${commit}.`);
  facts.record('running', {
    title: `Running in ${facts.environment.title}`,
    value: commit ?? 'several commits, or none that is told',
    evidence: found.map(
      ([service, { image, commit: of }]) => `${service}: ${of ?? 'unknown commit'}, ${image}`,
    ),
  });
  return { services: Object.fromEntries(found) as Record<Service, Deployed>, commit };
}
