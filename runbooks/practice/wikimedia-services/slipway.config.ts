/**
 * Wikimedia's services in the practice world: what `npm run demo -- --runbook wikimedia-services` runs with. A sample for a team's own, too.
 * SLIPWAY_PRACTICE_URL says where the world listens, SLIPWAY_PRACTICE_DIR where it keeps its files.
 */
import { defineConfig } from 'slipway';

const url = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';
const dir = process.env['SLIPWAY_PRACTICE_DIR'] ?? '/tmp/slipway-practice';

/** Each practice world has loopback addresses of its own. In life hosts have names, and need no address beside them. */
const worldPort = Number(new URL(url).port);
const network = `127.${128 + ((worldPort >> 8) & 127)}.${worldPort & 255}`;

/** What the practice world takes as a credential; it opens nothing else, so it is no secret. */
process.env['SLIPWAY_PRACTICE_TOKEN'] ??= 'practice-cluster';
const password = { env: 'SLIPWAY_PRACTICE_TOKEN' };
const login = { username: 'slipway-bot', password };

const environment = (
  name: 'production' | 'deployment-prep',
  title: string,
  { deployment, dataFile }: { readonly deployment: string; readonly dataFile: string },
  targets: readonly string[],
) => ({
  title,
  vars: {
    service: 'mathoid',
    directory: 'srv/deployment/mathoid/deploy',
    registryArgument: 'REGISTRY',
    deploymentHost: deployment,
    dataFile,
    configFile: 'etc/mathoid/config.json',
    agentState: 'var/lib/puppet/state',
    hosts: targets.join(', '),
    port: 10_044,
    answerContains: 'math',
    url: `${url}/lb/${name}/`,
    every: '500ms',
    pollSeconds: 0.5,
    steadySeconds: 0.2,
    authorEmail: 'slipway-bot@example.org',
  },
});

export default defineConfig({
  runbooks: ['../../wikimedia-services.ts', '../../wikimedia-config.ts'],
  environments: {
    production: environment(
      'production',
      'Production',
      { deployment: 'tin', dataFile: 'hieradata/role/common/scb.yaml' },
      [`scb1001=${network}.12`, `scb1002=${network}.13`, `scb1003=${network}.14`],
    ),
    'deployment-prep': environment(
      'deployment-prep',
      'Deployment-prep',
      { deployment: 'deployment-bastion', dataFile: 'hieradata/labs/deployment-prep/common.yaml' },
      [`deployment-sca01=${network}.16`, `deployment-sca02=${network}.17`],
    ),
  },
  systems: {
    gerrit: { type: 'gerrit', url: `${url}/gerrit`, ...login },
    git: { type: 'git', url: `${url}/gerrit/a`, ...login },
    oci: { type: 'oci', url, builder: {} },
    ssh: {
      type: 'ssh',
      knownHostsFile: `${dir}/ssh/known_hosts`,
      identityFile: `${dir}/ssh/id_ed25519`,
      configFile: `${dir}/ssh/config`,
    },
  },
  people: {
    maria: { name: 'Maria, service developer', roles: ['developer'] },
    sam: { name: 'Sam, deployer', roles: ['deployer'] },
  },
});
