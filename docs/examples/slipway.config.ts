/** The configuration of docs/write-your-own.md: one environment, one runbook, one step of our own. */
import { defineConfig } from 'slipway';

const service = process.env['FLAGS_URL'] ?? 'http://127.0.0.1:4700';

export default defineConfig({
  runbooks: ['runbooks/*.ts'],
  steps: ['steps/**/*.ts'],
  environments: {
    stage: { title: 'Stage', vars: { flags: service, health: `${service}/health` } },
  },
  people: {
    kim: { name: 'Kim, release engineer', roles: ['releng'] },
    alex: { name: 'Alex, on call', roles: ['sre'] },
  },
});
