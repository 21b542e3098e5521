/** Who meets which version of Balrog: what is rolled out in the cluster, as users and machines feel it. */
import type { KubernetesPractice } from '../kubernetes/index.ts';
import { createTraffic } from '../traffic/index.ts';
import type { LiveVersion, Traffic } from '../traffic/index.ts';
import type { World } from '../world.ts';
import { applicationName, appReplicas, namespaceOf } from './applications.ts';
import { environments } from './options.ts';
import type { BalrogEnvironment, BalrogOptions } from './options.ts';

/** How each service behaves when all is well; production has users, stage has automation. */
const requestsPerSecond: Readonly<Record<BalrogEnvironment, Readonly<Record<'admin' | 'app', number>>>> = {
  stage: { admin: 20, app: 60 },
  prod: { admin: 80, app: 1200 },
};
const normal = {
  admin: { errorRate: 0.0005, latencySeconds: 0.12 },
  app: { errorRate: 0.0002, latencySeconds: 0.03 },
};

const bad = {
  errorRate: 0.3,
  latencySeconds: 0.4,
  exception: {
    type: 'KeyError',
    value: "'notes'",
    culprit: 'auslib.web.public.client in get_update_blob',
  },
};

export function balrogTraffic(
  world: World,
  cluster: KubernetesPractice,
  { badVersion }: BalrogOptions,
): Traffic {
  const names = environments.flatMap((environment) =>
    (['admin', 'app'] as const).map((service) => ({
      environment,
      service,
      name: applicationName(environment, service),
    })),
  );
  return createTraffic(world, {
    services: Object.fromEntries(
      names.map(({ environment, service, name }) => [
        name,
        { requestsPerSecond: requestsPerSecond[environment][service], ...normal[service] },
      ]),
    ),
    versions: badVersion === undefined ? {} : { [`${applicationName('prod', 'app')}@${badVersion}`]: bad },
    liveVersions: () => environments.flatMap((environment) => live(cluster, environment)),
  });
}

function live(cluster: KubernetesPractice, environment: BalrogEnvironment): LiveVersion[] {
  const { deployments, rollouts } = cluster.snapshot();
  const admin = deployments[`${namespaceOf(environment)}/balrog-admin`];
  const app = rollouts[`${namespaceOf(environment)}/balrog-app`];
  const version = (service: 'admin' | 'app', image: string, share: number): LiveVersion => ({
    service: applicationName(environment, service),
    version: image.split(':v').at(-1) ?? '',
    share,
    labels: { environment },
  });
  if (admin === undefined || app === undefined) return [];
  const canary = app.image === app.stable || app.phase === 'Degraded' ? 0 : 1 / appReplicas;
  return [
    version('admin', admin.image, 1),
    ...(canary === 0 ? [] : [version('app', app.image, canary)]),
    version('app', app.stable, 1 - canary),
  ];
}
