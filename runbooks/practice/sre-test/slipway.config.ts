/**
 * sre-test in the practice world: what `npm run demo -- --runbook sre-test` runs with. A sample for a team's own, too.
 * SLIPWAY_PRACTICE_URL says where the world listens.
 */
import { defineConfig } from 'slipway';

const url = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';

/** What the practice world takes as a credential; it opens nothing else, so it is no secret. */
process.env['SLIPWAY_PRACTICE_TOKEN'] ??= 'practice-cluster';
const secret = { env: 'SLIPWAY_PRACTICE_TOKEN' };
const login = { username: 'practice', password: secret };

const environment = (name: 'dev' | 'prod', title: string) => ({
  title,
  vars: {
    namespace: `birthday-${name}`,
    url: `${url}/app/birthday-${name}/birthday-app`,
    registryArgument: 'REGISTRY',
    healthContains: 'Happy birthday',
    tryForSeconds: 10,
    every: '500ms',
  },
});

export default defineConfig({
  runbooks: ['../../sre-test.ts'],
  environments: {
    dev: environment('dev', 'Dev'),
    prod: environment('prod', 'Prod'),
  },
  systems: {
    github: { type: 'github', url: `${url}/github`, token: secret },
    git: { type: 'git', url: `${url}/git`, ...login },
    oci: { type: 'oci', url, ...login, builder: {} },
    kubernetes: { type: 'kubernetes', server: `${url}/kubernetes`, token: secret },
  },
  people: {
    maria: { name: 'Maria, developer', roles: ['dev'] },
    sam: { name: 'Sam, reliability engineer', roles: ['sre'] },
  },
});
