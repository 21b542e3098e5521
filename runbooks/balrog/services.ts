/** The three backend services: how each is brought to the new version, and in which order. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { argocd, rollouts } from 'slipway/steps';
import type { DeployedService } from './deployed.ts';
import type { BalrogRelease } from './look-around.ts';
import { orderInWords } from './schema-order.ts';

/** Admin and agent: done when their Application is healthy. Admin's deployment upgrades the schema. */
export const updateAdmin = (release: BalrogRelease): BuiltNode => update(release, 'admin');
export const updateAgent = (release: BalrogRelease): BuiltNode => update(release, 'agent');

function update(release: BalrogRelease, service: 'admin' | 'agent'): BuiltNode {
  const target = applicationOf(release, service);
  const sync = argocd.sync(target, { id: `sync-${service}`, title: syncTitle(target), required: true });
  const healthy = argocd.awaitHealthy(
    {
      ...target,
      revision: sync.output.revision,
      image: newImage(release, release.services[service]),
      steadySeconds: release.settings.steadySeconds,
    },
    { id: `${service}-healthy`, title: `Wait until ${service} runs ${release.tag} and is healthy` },
  );
  return sequence(`Update ${service}`, [sync, healthy]);
}

/** App's canary: a part of the pods, and so of the requests, gets the new version. */
export function startAppCanary(release: BalrogRelease): BuiltNode {
  const { services, tag } = release;
  const canary = rolloutOf(release);
  const target = applicationOf(release, 'app');
  const sync = argocd.sync(
    { ...target, canary },
    { id: 'sync-app', title: syncTitle(target), required: true },
  );
  const paused = rollouts.awaitPaused(
    { ...canary, image: newImage(release, services.app) },
    { id: 'app-canary', title: `Wait until the canary of app takes requests with ${tag}` },
  );
  return sequence('Start the canary of app', [sync, paused]);
}

/** Promote-Full, until all of app's pods have the new version. */
export function promoteApp(release: BalrogRelease): BuiltNode {
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
  ]);
}

/** Puts app, admin and agent into the order that the schema asks for. Agent knows no schema: it goes with whoever is second. */
export function inOrder(
  { order }: BalrogRelease,
  { admin, agent, app }: { readonly admin: BuiltNode; readonly agent: BuiltNode; readonly app: BuiltNode },
): BuiltNode {
  const title = `Update the services: ${orderInWords[order.order]}`;
  const id = 'update-services';
  switch (order.order) {
    case 'together':
      return parallel(title, [admin, agent, app], { id });
    case 'admin-first':
      return sequence(title, [admin, parallel('Then agent and app', [agent, app])], { id });
    case 'app-first':
      return sequence(title, [app, parallel('Then agent and admin', [agent, admin])], { id });
  }
}

function applicationOf({ settings }: BalrogRelease, service: 'admin' | 'agent' | 'app') {
  const application = {
    admin: settings.adminApplication,
    agent: settings.agentApplication,
    app: settings.appApplication,
  }[service];
  return { application, namespace: settings.argocdNamespace };
}

const rolloutOf = ({ settings }: BalrogRelease) => ({
  rollout: settings.rollout,
  namespace: settings.rolloutNamespace,
});

const syncTitle = ({ application }: { readonly application: string }): string =>
  `Sync ${application} in Argo CD`;

const newImage = ({ tag }: BalrogRelease, { image }: DeployedService): string => `${image}:${tag}`;
