/** Who meets which version of Balrog: what is rolled out in the cluster, as users and machines feel it. */
import type { KubernetesPractice } from '../kubernetes/index.ts';
import { createTraffic } from '../traffic/index.ts';
import type { LiveVersion, Traffic } from '../traffic/index.ts';
import type { World } from '../world.ts';
import { applicationName, namespaceOf } from './applications.ts';
import { environments } from './options.ts';
import type { BalrogEnvironment, BalrogOptions } from './options.ts';

/** Requests a second in life, when all is well; production has users, stage has automation. */
const requestsPerSecond: Readonly<Record<BalrogEnvironment, Readonly<Record<'admin' | 'app', number>>>> = {
  stage: { admin: 20, app: 60 },
  prod: { admin: 80, app: 1200 },
};
const normal = {
  admin: { errorRate: 0.0005, latencySeconds: 0.12 },
  app: { errorRate: 0.0002, latencySeconds: 0.03 },
};

/** Ten times as many errors, and still next to none; nothing that Sentry has not seen before. */
const bad = { errorRate: 0.002 };

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
        // In a world that is faster than life, so are those who use it.
        { requestsPerSecond: requestsPerSecond[environment][service] / world.pace, ...normal[service] },
      ]),
    ),
    versions: badVersion === undefined ? {} : { [`${applicationName('prod', 'app')}@${badVersion}`]: bad },
    liveVersions: () => names.flatMap((name) => live(cluster, name)),
  });
}

interface Served {
  readonly environment: BalrogEnvironment;
  readonly service: 'admin' | 'app';
  /** Of the series and of the traffic. */
  readonly name: string;
}

/** Ready pods share a service's requests evenly, whatever their version. */
function live(cluster: KubernetesPractice, { environment, service, name }: Served): LiveVersion[] {
  const workload = `balrog-${service}`;
  const pods = cluster
    .pods()
    .filter((pod) => pod.namespace === namespaceOf(environment) && pod.workload === workload);
  return pods.map((pod) => ({
    service: name,
    version: pod.image.split(':v').at(-1) ?? '',
    share: 1 / pods.length,
    labels: { environment, pod: pod.name },
  }));
}
