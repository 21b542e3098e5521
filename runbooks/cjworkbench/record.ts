/** Puts down what runs, service by service, and has GitHub show it. */
import { sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { environment } from 'slipway/steps';
import { shownOnGithub } from '../shown-on-github.ts';
import type { Deploy } from './look-around.ts';
import { containerField, deploymentOf, services } from './services.ts';

export const recorded = ({ facts, settings, commit, digests }: Deploy): BuiltNode =>
  sequence(
    'Record what runs',
    services.map((service) =>
      environment.record(
        {
          service,
          version: commit.slice(0, 12),
          commit,
          repository: settings.repository,
          digest: digests[service],
          seenAt: {
            type: 'workload',
            kind: 'Deployment',
            namespace: settings.namespace,
            name: deploymentOf(service),
            ...containerField(settings, service),
          },
        },
        {
          id: `record-${service}`,
          title: `Record that ${facts.environment.title} runs ${service} at ${commit.slice(0, 12)}`,
        },
      ),
    ),
    { id: 'record' },
  );

export const shown = ({ facts: { environment }, settings, commit }: Deploy): BuiltNode =>
  shownOnGithub({
    repository: settings.repository,
    commit,
    what: `CJWorkbench ${commit.slice(0, 12)}`,
    environment: settings.githubEnvironment ?? environment.name,
    production: environment.name === 'production',
    url: settings.siteUrl,
  });
