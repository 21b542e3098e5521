/** The three backend services: how each is brought to the new version, and in which order. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { argocd, rollouts } from 'slipway/steps';
import type { DeployedService } from './deployed.ts';
import type { Deploy } from './look-around.ts';
import { recorded } from './record.ts';
import { orderInWords } from './schema-order.ts';

/** Admin and agent: done when their Application is healthy. Admin's deployment upgrades the schema. */
export const updateAdmin = (release: Deploy): BuiltNode => update(release, 'admin');
export const updateAgent = (release: Deploy): BuiltNode => update(release, 'agent');

function update(release: Deploy, service: 'admin' | 'agent'): BuiltNode {
  const target = applicationOf(release, service);
  const sync = argocd.sync(
    { ...target, ...revisionOf(release, service) },
    { id: `sync-${service}`, title: syncTitle(target), required: true },
  );
  const healthy = argocd.awaitHealthy(
    {
      ...target,
      revision: sync.output.revision,
      image: newImage(release, release.services[service]),
      steadySeconds: release.settings.steadySeconds,
    },
    { id: `${service}-healthy`, title: `Wait until ${service} runs ${release.tag} and is healthy` },
  );
  const record = recorded(release, service, {
    type: 'argocd',
    ...target,
    revision: sync.output.revision,
  });
  return sequence(`Update ${service}`, [sync, healthy, record]);
}

/** App's canary: a part of the pods, and so of the requests, gets the new version. */
export function startAppCanary(release: Deploy): BuiltNode {
  const { services, tag } = release;
  const canary = rolloutOf(release);
  const target = applicationOf(release, 'app');
  const sync = argocd.sync(
    { ...target, ...revisionOf(release, 'app'), canary },
    { id: 'sync-app', title: syncTitle(target), required: true },
  );
  const paused = rollouts.awaitPaused(
    { ...canary, image: newImage(release, services.app) },
    { id: 'app-canary', title: `Wait until the canary of app takes requests with ${tag}` },
  );
  return sequence('Start the canary of app', [sync, paused]);
}

/** Promote-Full, until all of app's pods have the new version. */
export function promoteApp(release: Deploy): BuiltNode {
  const { services, settings, tag } = release;
  const canary = rolloutOf(release);
  const image = newImage(release, services.app);
  const target = { ...applicationOf(release, 'app'), image, steadySeconds: settings.steadySeconds };
  return sequence('Promote app to full', [
    rollouts.promoteFull(canary, {
      id: 'promote-app',
      title: `Promote-Full the rollout ${canary.rollout}`,
      required: true,
    }),
    rollouts.awaitHealthy(
      { ...canary, image },
      { id: 'app-rolled-out', title: `Wait until all pods of app run ${tag}` },
    ),
    argocd.awaitHealthy(target, { id: 'app-healthy', title: 'Wait until Argo CD finds app healthy' }),
    recorded(release, 'app', {
      type: 'workload',
      kind: 'Rollout',
      namespace: canary.namespace,
      name: canary.rollout,
    }),
  ]);
}

/** Puts app, admin and agent into the order that the schema asks for. Agent knows no schema: it goes with whoever is second. */
export function inOrder(
  { order }: Deploy,
  { admin, agent, app }: { readonly admin: BuiltNode; readonly agent: BuiltNode; readonly app: BuiltNode },
): BuiltNode {
  const title = `Update the services: ${orderInWords[order]}`;
  const id = 'update-services';
  switch (order) {
    case 'together':
      return parallel(title, [admin, agent, app], { id });
    case 'admin-first':
      return sequence(title, [admin, parallel('Then agent and app', [agent, app])], { id });
    case 'app-first':
      return sequence(title, [app, parallel('Then agent and admin', [agent, admin])], { id });
  }
}

function applicationOf({ settings }: Deploy, service: 'admin' | 'agent' | 'app') {
  const application = {
    admin: settings.adminApplication,
    agent: settings.agentApplication,
    app: settings.appApplication,
  }[service];
  return { application, namespace: settings.argocdNamespace };
}

const rolloutOf = ({ settings }: Deploy) => ({
  rollout: settings.rollout,
  namespace: settings.rolloutNamespace,
});

const revisionOf = ({ revisions }: Deploy, service: keyof Deploy['revisions']) => {
  const revision = revisions[service];
  return revision === undefined ? {} : { revision };
};

const syncTitle = ({ application }: { readonly application: string }): string =>
  `Sync ${application} in Argo CD`;

const newImage = ({ tag }: Deploy, { image }: DeployedService): string => `${image}:${tag}`;
