/**
 * CJWorkbench in the practice world: what `npm run demo -- --runbook cjworkbench` runs with. A sample for a team's own, too.
 * SLIPWAY_PRACTICE_URL says where the world listens.
 */
import { defineConfig } from 'slipway';

const url = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';

/** What the practice world takes as a credential; it opens nothing else, so it is no secret. */
process.env['SLIPWAY_PRACTICE_TOKEN'] ??= 'practice-cluster';
const token = { env: 'SLIPWAY_PRACTICE_TOKEN' };

/** A cluster each, with secrets of its own: steps know their names alone. */
for (const name of ['STRIPE_PUBLIC_API_KEY', 'STRIPE_API_KEY', 'STRIPE_WEBHOOK_SIGNING_SECRET'])
  process.env[`PRACTICE_${name}`] ??= `practice-${name.toLowerCase().replaceAll('_', '-')}`;
const cluster = {
  type: 'kubernetes' as const,
  server: `${url}/kubernetes`,
  token,
  secrets: {
    'stripe-public-api-key': { env: 'PRACTICE_STRIPE_PUBLIC_API_KEY' },
    'stripe-api-key': { env: 'PRACTICE_STRIPE_API_KEY' },
    'stripe-webhook-signing-secret': { env: 'PRACTICE_STRIPE_WEBHOOK_SIGNING_SECRET' },
  },
};

const environment = (name: 'staging' | 'production', title: string) => ({
  title,
  systems: { kubernetes: `${name}-cluster` },
  vars: {
    namespace: name,
    integrationTests: 'integration-test',
    url: `${url}/app/${name}/frontend-deployment`,
    every: '500ms',
  },
});

export default defineConfig({
  runbooks: ['../../cjworkbench.ts', '../../cjworkbench/operations/*.ts'],
  environments: {
    staging: environment('staging', 'Staging'),
    production: environment('production', 'Production'),
  },
  systems: {
    github: { type: 'github', url: `${url}/github`, token },
    oci: { type: 'oci', url },
    'staging-cluster': cluster,
    'production-cluster': cluster,
  },
  people: {
    maria: { name: 'Maria, developer', roles: ['dev'] },
    sam: { name: 'Sam, developer', roles: ['dev'] },
  },
});
