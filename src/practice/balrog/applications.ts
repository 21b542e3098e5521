/** Balrog's Applications in the practice cluster: admin, agent and app, in stage and in production. */
import type { ApplicationSeed } from '../kubernetes/index.ts';
import { deployedVersion, environments, images } from './options.ts';
import type { BalrogEnvironment } from './options.ts';

export const services = ['admin', 'agent', 'app'] as const;
export type BalrogService = (typeof services)[number];

const project = { stage: 'balrog-nonprod', prod: 'balrog-prod' } as const;

/** Pods of app: a tenth of them, rounded up, is one canary. */
const appReplicas = 4;

export const applicationName = (environment: BalrogEnvironment, service: BalrogService): string =>
  `balrog-${environment}-${service}`;
export const namespaceOf = (environment: BalrogEnvironment): string => `balrog-${environment}`;

/** The image a service runs, as its manifests name it. */
export const imageOf = (service: BalrogService, tag: string): string =>
  `${(service === 'agent' ? images.agent : images.backend).deployed}:${tag}`;

export const applicationSeeds = (): ApplicationSeed[] =>
  environments.flatMap((environment) =>
    services.map((service) => ({
      name: applicationName(environment, service),
      project: project[environment],
      revision: `v${deployedVersion}`,
      destination: namespaceOf(environment),
      repository: 'https://git.example/webservices-infra.git',
      path: `balrog/k8s/${environment}/${service}`,
      workloads: [
        {
          kind: service === 'app' ? 'Rollout' : 'Deployment',
          name: `balrog-${service}`,
          image: imageOf(service, `v${deployedVersion}`),
          replicas: service === 'app' ? appReplicas : 1,
          ...(service === 'app' ? { steps: [{ setWeight: 10 }, { pause: {} }] } : {}),
        },
      ],
    })),
  );
