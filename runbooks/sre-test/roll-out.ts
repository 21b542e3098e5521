/** Brings the image to the pods of an environment, which is asked throughout whether it still answers. */
import { guard, sequence } from 'slipway';
import type { BuiltNode, WithRefs } from 'slipway';
import { environment, http, kubernetes, metrics } from 'slipway/steps';
import { shownOnGithub } from '../shown-on-github.ts';
import type { SreTestRelease } from './look-around.ts';

export function rollOut(release: SreTestRelease, digest: WithRefs<string>): BuiltNode {
  const { settings, facts, image } = release;
  const { namespace, deployment, container, url, every, rolloutSeconds: timeoutSeconds } = settings;
  const rollout = kubernetes.setImage(
    {
      namespace,
      deployment,
      image,
      digest,
      timeoutSeconds,
      ...(container === undefined ? {} : { container }),
    },
    {
      id: 'roll-out',
      title: `Roll the image of ${release.commit.slice(0, 12)} out to ${namespace}/${deployment}`,
      required: true,
      onFailure: 'rollback',
    },
  );
  const recorded = environment.record(
    {
      service: deployment,
      version: release.commit.slice(0, 12),
      commit: release.commit,
      repository: settings.repository,
      digest,
      seenAt: {
        type: 'workload',
        kind: 'Deployment',
        namespace,
        name: deployment,
        ...(container === undefined ? {} : { container }),
      },
    },
    { id: 'record', title: `Record that ${facts.environment.title} runs ${release.commit.slice(0, 12)}` },
  );
  const shown = shownOnGithub({
    repository: settings.githubRepository ?? settings.repository,
    commit: release.commit,
    what: `${deployment} ${release.commit.slice(0, 12)}`,
    environment: settings.githubEnvironment ?? facts.environment.name,
    production: facts.environment.name === 'prod',
    url,
  });
  if (url === undefined) return sequence('Roll out', [rollout, recorded, shown], { id: 'rollout' });
  const answers = http.check(
    { url, settleSeconds: 60 },
    { id: 'answers', title: `See that ${facts.environment.title} answers`, onFailure: 'rollback' },
  );
  return guard(
    `Ask ${facts.environment.title} throughout`,
    {
      id: 'ask-throughout',
      checks: [
        metrics.httpProbe({ url }, { id: 'app', title: `${facts.environment.title} answers`, min: 1 }),
      ],
      interval: every,
      onFail: 'rollback',
    },
    sequence('Roll out', [rollout, answers, recorded, shown], { id: 'rollout' }),
  );
}
