/**
 * Balrog in the practice world: what `npm run demo` and `slipway dev --practice` run with. A sample for a team's own, too.
 * SLIPWAY_PRACTICE_URL says where the world listens.
 */
import { defineConfig } from 'slipway';

const url = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';

/** What the practice world takes as a credential; it opens nothing else, so it is no secret. */
process.env['SLIPWAY_PRACTICE_TOKEN'] ??= 'practice-cluster';
const token = { env: 'SLIPWAY_PRACTICE_TOKEN' };

/** The world works a hundred times faster than life: so do the queries' windows, and a look is worth half a minute. */
const traffic = (environment: string) => {
  const of = `environment="${environment}"`;
  const all = `sum(rate(http_requests_total{${of}}[5s]))`;
  return {
    requestRate: `${all} / sum(rate(http_requests_total{${of}}[5s] offset 1h))`,
    errorRatio: `sum(rate(http_requests_total{${of},status=~"5.."}[5s])) / ${all}`,
    appLabels: `environment=${environment},service=balrog-${environment}-app`,
    errorLabel: 'status',
    scrapeLagSeconds: 0.1,
    tickSeconds: 30,
    latency: `sum(rate(http_request_duration_seconds_sum{${of}}[5s])) / sum(rate(http_request_duration_seconds_count{${of}}[5s]))`,
  };
};

const environment = (name: 'stage' | 'prod', title: string) => ({
  title,
  notices: '#balrog',
  vars: {
    keyInput: 'slipway-key',
    checks: 'tests,push-docker-image,push-docker-image-agent',
    adminApplication: `balrog-${name}-admin`,
    agentApplication: `balrog-${name}-agent`,
    appApplication: `balrog-${name}-app`,
    rollout: 'balrog-app',
    rolloutNamespace: `balrog-${name}`,
    slackChannel: '#balrog',
    sentryEnvironment: name,
    pollSeconds: 1,
    steadySeconds: 1,
    ...traffic(name),
  },
});

export default defineConfig({
  runbooks: ['../balrog.ts'],
  environments: {
    stage: environment('stage', 'Stage'),
    prod: environment('prod', 'Production'),
  },
  systems: {
    github: { type: 'github', url: `${url}/github`, token },
    kubernetes: { type: 'kubernetes', server: `${url}/kubernetes`, token },
    oci: { type: 'oci', url },
    slack: { type: 'slack', url: `${url}/slack/api/`, token },
    sentry: { type: 'sentry', url: `${url}/sentry`, organization: 'practice', token },
    prometheus: { type: 'prometheus', url: `${url}/prometheus` },
  },
  people: {
    maria: { name: 'Maria, release engineer', roles: ['releng'] },
    sam: { name: 'Sam, release engineer', roles: ['releng'] },
    ann: { name: 'Ann, on call', roles: ['sre'] },
  },
});
