/** Puts down which version of a service runs, once it was seen to: the board shows it. */
import type { BuiltNode } from 'slipway';
import { environment } from 'slipway/steps';
import { shownOnGithub } from '../shown-on-github.ts';
import type { Deploy } from './look-around.ts';

/** As people call them: app is what answers the public. */
export const boardNames = { admin: 'admin', agent: 'agent', app: 'public', ui: 'ui' } as const;

type RecordInput = Parameters<typeof environment.record>[0];
type SeenAt = Extract<RecordInput, { seenAt?: unknown }>['seenAt'];

export function recorded(
  { input, sha, settings }: Deploy,
  service: keyof typeof boardNames,
  seenAt?: SeenAt,
): BuiltNode {
  return environment.record(
    {
      service: boardNames[service],
      version: input.version,
      commit: sha,
      repository: settings.repository,
      ...(service === 'ui'
        ? {}
        : { digest: digestOf(service), revision: { $ref: `sync-${service}.revision` } }),
      ...(seenAt === undefined ? {} : { seenAt }),
    },
    { id: `record-${service}` },
  );
}

/** For GitHub an environment has one version: it is told once all services have it. */
export const shownAtLast = ({ facts, input, sha, settings }: Deploy): BuiltNode =>
  shownOnGithub({
    repository: settings.repository,
    commit: sha,
    what: `Balrog ${input.version}`,
    environment: settings.githubEnvironment ?? facts.environment.name,
    production: input.environment === 'prod',
  });

/** Every plan looks for the images by steps of these ids, before anything is deployed. */
const digestOf = (service: 'admin' | 'agent' | 'app') => ({
  $ref: `${service === 'agent' ? 'agent' : 'backend'}-image.digest`,
});
