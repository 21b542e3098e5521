/** What "deploy" means: migrate once; roll frontend, fetcher and renderer, stop and start cron; wait until all of them run. */
import { guard, parallel, sequence } from 'slipway';
import type { BuiltNode, FailurePolicy } from 'slipway';
import { http, kubernetes, metrics } from 'slipway/steps';
import type { Deploy } from './look-around.ts';
import { recorded, shown } from './record.ts';
import { containerField, deploymentOf, repositoryOf, services } from './services.ts';
import type { ImageName, Service } from './services.ts';

export function deployNodes(deploy: Deploy): BuiltNode {
  const { settings, facts } = deploy;
  const steps = sequence(
    'Deploy',
    [...migrate(deploy), rollOut(deploy), ...answers(deploy), recorded(deploy), shown(deploy)],
    { id: 'deploy' },
  );
  if (settings.url === undefined) return steps;
  return guard(
    `Ask ${facts.environment.title} throughout`,
    {
      id: 'ask-throughout',
      checks: [
        metrics.httpProbe(
          { url: settings.url },
          { id: 'site', title: `${facts.environment.title} answers`, min: 1 },
        ),
      ],
      interval: settings.every,
      onFail: wayBackIsSafe(deploy) ? 'rollback' : 'ask',
      ask: { approvers: facts.people(settings.approverRole) },
    },
    steps,
  );
}

/** Whether the code before works with the database as it is by then: if not, a person decides, and no rule. */
const wayBackIsSafe = ({ schema, way }: Deploy): boolean => schema.harmless || way === 'back';
const onFailure = (deploy: Deploy): FailurePolicy => (wayBackIsSafe(deploy) ? 'rollback' : 'park');

const imageFields = ({ imageHost, settings, digests }: Deploy, name: ImageName) => ({
  image: `${imageHost}/${repositoryOf(settings, name)}`,
  digest: digests[name],
});

/** Older code has no migration to run: what was migrated stays. */
function migrate(deploy: Deploy): BuiltNode[] {
  const { settings, commit, way } = deploy;
  if (way === 'back') return [];
  return [
    kubernetes.runJob(
      {
        name: 'migrate',
        namespace: settings.namespace,
        ...imageFields(deploy, 'migrate'),
        like: {
          deployment: deploymentOf('frontend'),
          ...containerField(settings, 'frontend'),
          beside: settings.beside,
        },
        timeoutSeconds: settings.migrateSeconds,
      },
      {
        id: 'migrate',
        title: `Migrate the database to ${commit.slice(0, 12)}, once`,
        required: true,
        // Nothing else has changed by then: the code before goes on as it does.
        onFailure: 'rollback',
        leaves: 'what the migrations have done to the database: they are not reverted',
      },
    ),
  ];
}

const rollOut = (deploy: Deploy): BuiltNode =>
  parallel(
    'Roll frontend, fetcher and renderer; stop and start cron',
    services.map((service) => rolled(deploy, service)),
    { id: 'roll-out' },
  );

function rolled(deploy: Deploy, service: Service): BuiltNode {
  const { settings, commit } = deploy;
  const input = {
    namespace: settings.namespace,
    deployment: deploymentOf(service),
    ...containerField(settings, service),
    ...imageFields(deploy, service),
    timeoutSeconds: settings.rolloutSeconds,
  };
  const options = { id: service, required: true, onFailure: onFailure(deploy) };
  const short = commit.slice(0, 12);
  return service === 'cron'
    ? kubernetes.recreate(input, { ...options, title: `Stop cron, and start it at ${short}` })
    : kubernetes.setImage(input, { ...options, title: `Roll ${service} to ${short}` });
}

function answers(deploy: Deploy): BuiltNode[] {
  const { settings, facts } = deploy;
  if (settings.url === undefined) return [];
  return [
    http.check(
      { url: settings.url, settleSeconds: 60 },
      { id: 'answers', title: `See that ${facts.environment.title} answers`, onFailure: onFailure(deploy) },
    ),
  ];
}
