/** Pushing to production: canary, UI, watch, and Promote-Full on a person's word. */
import { guard, parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { github } from 'slipway/steps';
import { judgeCanary } from './canary.ts';
import { confirmOrder } from './gates.ts';
import type { BalrogRelease } from './look-around.ts';
import { shownAtLast } from './record.ts';
import { inOrder, promoteApp, startAppCanary, updateAdmin, updateAgent } from './services.ts';
import { deployUi, imagesOf, notice } from './steps.ts';
import { watching } from './watch.ts';

export function productionPlan(release: BalrogRelease): BuiltNode {
  return sequence(
    `Balrog ${release.input.version} to production`,
    [...confirmOrder(release), preconditions(release), ...rollout(release)],
    { id: 'production' },
  );
}

/** 'Pull and Push Docker Image' has run for this version, and its images are the ones that the plan was made with. */
function preconditions(release: BalrogRelease): BuiltNode {
  const { settings, tag } = release;
  return parallel('Preconditions', [
    github.findActionRun(
      { repository: settings.repository, workflow: settings.imageAction, titleIncludes: tag },
      {
        id: 'image-pushed',
        title: `Check that Pull and Push Docker Image has run for ${tag}`,
        required: true,
      },
    ),
    ...imagesOf(release),
  ]);
}

function rollout(release: BalrogRelease): BuiltNode[] {
  const admin = updateAdmin(release);
  const agent = updateAgent(release);
  const canary = startAppCanary(release);
  const notices = sequence('Notices', [notice(release, 'agent'), notice(release, 'admin')]);
  switch (release.order) {
    case 'together':
    case 'admin-first':
      return [
        inOrder(release, { admin, agent, app: canary }),
        notices,
        guard(
          'Watch Sentry and the traffic of production',
          { id: 'watch', ...watching(release) },
          judgeCanary(release, [deployUi(release)]),
        ),
        promoteApp(release),
        shownAtLast(release),
        notice(release, 'app'),
      ];
    case 'app-first':
      // The code before can't run with the schema after: app is through on all pods before admin upgrades the schema.
      return [appBeforeAdmin(release, { admin, agent, canary, notices })];
  }
}

interface Parts {
  readonly admin: BuiltNode;
  readonly agent: BuiltNode;
  readonly canary: BuiltNode;
  readonly notices: BuiltNode;
}

function appBeforeAdmin(release: BalrogRelease, { admin, agent, canary, notices }: Parts): BuiltNode {
  return sequence('App before admin', [
    canary,
    guard("Watch app's canary", { id: 'watch', ...watching(release) }, judgeCanary(release)),
    promoteApp(release),
    notice(release, 'app'),
    guard(
      'Watch Sentry and the traffic of production',
      { id: 'watch-admin', ...watching(release) },
      sequence('Admin, agent and UI', [
        parallel('Then agent and admin', [agent, admin]),
        notices,
        deployUi(release),
      ]),
    ),
    shownAtLast(release),
  ]);
}
