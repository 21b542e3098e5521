/** Traffic as the model describes it. Prometheus and Sentry look at the same one, so that they tell the same story. */
import type { World } from '../world.ts';
import type { Behaviour, Load, Traffic, TrafficOptions } from './model.ts';

export function createTraffic(
  world: World,
  { services, liveVersions, versions = {} }: TrafficOptions,
): Traffic {
  const store = world.store<{ behaviours: Record<string, Partial<Behaviour>> }>('traffic', () => ({
    behaviours: {},
  }));
  return {
    loads: () =>
      liveVersions().flatMap(({ service, version, share, labels = {} }): Load[] => {
        const normal = services[service];
        if (normal === undefined || share <= 0) return [];
        const name = `${service}@${version}`;
        const behaviour = { ...normal, ...versions[name], ...store.get().behaviours[name] };
        return [
          { ...behaviour, service, version, labels, requestsPerSecond: normal.requestsPerSecond * share },
        ];
      }),
    behave(service, version, behaviour) {
      const name = `${service}@${version}`;
      store.update(({ behaviours }) => void (behaviours[name] = { ...behaviours[name], ...behaviour }));
    },
  };
}
