/** CJWorkbench's services: what is rolled, and the one that is a singleton. Pure. */
import type { Settings } from './settings.ts';

/** `cron` is a singleton: it is stopped before it is started. */
export const services = ['frontend', 'fetcher', 'renderer', 'cron'] as const;
export type Service = (typeof services)[number];

/** What has an image of each commit. */
export const images = [...services, 'migrate'] as const;
export type ImageName = (typeof images)[number];

export const deploymentOf = (service: Service): string => `${service}-deployment`;
export const repositoryOf = ({ imageProject }: Settings, name: ImageName): string =>
  `${imageProject}/${name}`;

export const containerOf = ({ container }: Settings, service: Service): string | undefined =>
  container?.replace('{service}', service);

/** As steps ask for it: the field is there or it is not. */
export const containerField = (settings: Settings, service: Service): { readonly container?: string } => {
  const container = containerOf(settings, service);
  return container === undefined ? {} : { container };
};

/** Two of cron would do everything twice. */
export const isSingleton = (service: Service): boolean => service === 'cron';
