/** What may be asked of CJWorkbench's practice world when it begins. */

export interface CjworkbenchOptions {
  /**
   * What the newest commit's migration does. `failing` looks as harmless as `additive` and fails when it is run; `destructive` takes
   * away what the older code reads. Default `additive`.
   */
  readonly migration?: 'additive' | 'failing' | 'destructive';
  /** Carries a migration out, on a real database perhaps; what it says where it fails. Default: all but a failing one go well. */
  readonly apply?: (migration: string, namespace: string) => string | undefined;
}

export const repository = { owner: 'CJWorkbench', name: 'cjworkbench' } as const;
export const branch = 'master';
/** Where the images are, below the registry's host. */
export const imageProject = 'workbenchdata-ci';
export const integrationTest = 'integration-test';

export const environments = ['staging', 'production'] as const;
export type CjworkbenchEnvironment = (typeof environments)[number];

export const services = ['frontend', 'fetcher', 'renderer', 'cron'] as const;
/** Each has an image of every commit. */
export const images = [...services, 'migrate'] as const;

export const rabbitmq = 'rabbitmq-1-rabbitmq';
/** In staging, since 2019-01-25. */
export const stuckNode = `${rabbitmq}-0`;

export const deploymentOf = (service: (typeof services)[number]): string => `${service}-deployment`;
export const imageOf = (name: (typeof images)[number]): string => `${imageProject}/${name}`;
