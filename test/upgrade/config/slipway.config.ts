/** The configuration of the upgrade test, read by yesterday's worker and by today's. SLIPWAY_PRACTICE_URL is the world's. */
import { defineConfig } from 'slipway';

const url = process.env['SLIPWAY_PRACTICE_URL'] ?? '';
const token = { env: 'SLIPWAY_PRACTICE_TOKEN' };

export default defineConfig({
  runbooks: ['upgrade.ts'],
  environments: { stage: { title: 'Stage', vars: { url } } },
  systems: {
    github: { type: 'github', url: `${url}/github`, token },
    oci: { type: 'oci', url },
    slack: { type: 'slack', url: `${url}/slack/api/`, token },
    prometheus: { type: 'prometheus', url: `${url}/prometheus` },
  },
  people: { maria: { roles: ['releng'] }, sam: { roles: ['releng'] } },
});
