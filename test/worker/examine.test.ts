/** What the doctor finds out about a cluster: whether it answers, and what the worker's account lacks there. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DoctorFinding } from '../../src/activities/calls.ts';
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { examine } from '../../src/worker/examine.ts';
import { systemsOf } from '../../src/worker/systems-of.ts';
import { startBalrog } from '../support/balrog.ts';
import { webShop } from '../support/kubernetes-practice.ts';
import { startPracticeSystem } from '../support/practice-system.ts';

const start = () => startPracticeSystem(kubernetesPractice({ applications: [webShop] }));
let world: Awaited<ReturnType<typeof start>>;

beforeEach(async () => {
  process.env['EXAMINE_TOKEN'] = practiceToken;
  world = await start();
});
afterEach(async () => {
  delete process.env['EXAMINE_TOKEN'];
  await world.stop();
});

interface Given {
  readonly server?: string;
  readonly namespaces?: { readonly applications?: readonly string[]; readonly workloads?: readonly string[] };
}

function findings({ namespaces, server = `${world.url}/kubernetes` }: Given = {}): Promise<
  readonly DoctorFinding[]
> {
  const config = configSchema.parse({
    runbooks: [],
    environments: { stage: {} },
    systems: {
      kubernetes: {
        type: 'kubernetes',
        server,
        token: { env: 'EXAMINE_TOKEN' },
        ...(namespaces === undefined ? {} : { namespaces }),
      },
    },
  });
  const found = systemsOf(config, 'stage');
  if (!found.ok) throw new Error('The environment has no systems.');
  const clients = createClients(found.systems, { readOnly: true });
  return examine({ config, clientsOf: () => clients, scrub: (text) => text })();
}

describe('the doctor, asking a cluster', () => {
  test('finds nothing where the account may do all that the steps do', async () => {
    const found = await findings();
    expect(found.map(({ ok }) => ok)).toEqual([true, true]);
    expect(found[1]?.says).toContain('rollouts/status (patch)');
  });

  test('names each right that is missing, with the rule that grants it', async () => {
    world.system.deny({ verb: 'patch', resource: 'rollouts/status' });
    world.system.deny({ verb: 'patch', resource: 'applications' });
    world.system.deny({ verb: 'watch', resource: 'applications' });
    const [answered, ...lacks] = await findings();
    expect(answered?.ok).toBe(true);
    expect(lacks).toEqual([
      {
        subject: 'stage: kubernetes',
        ok: false,
        says: 'the worker’s account may not watch, patch applications in all namespaces',
        remedy: expect.stringContaining(
          'apiGroups: ["argoproj.io"], resources: ["applications"], verbs: ["watch", "patch"]',
        ),
      },
      {
        subject: 'stage: kubernetes',
        ok: false,
        says: 'the worker’s account may not patch rollouts/status in all namespaces',
        remedy: expect.stringContaining('resources: ["rollouts/status"], verbs: ["patch"]'),
      },
    ]);
  });

  test('asks in the namespaces that the configuration names, where an account has rights in some alone', async () => {
    world.system.deny({ verb: 'patch', resource: 'rollouts', namespace: 'shop-prod' });
    const namespaces = { applications: ['argocd'], workloads: ['shop'] };
    expect((await findings({ namespaces })).every(({ ok }) => ok)).toBe(true);
    const found = await findings({ namespaces: { ...namespaces, workloads: ['shop', 'shop-prod'] } });
    expect(found.filter(({ ok }) => !ok)).toMatchObject([
      {
        says: 'the worker’s account may not patch rollouts in the namespace shop-prod',
        remedy: expect.stringContaining('Add to its Role in shop-prod'),
      },
    ]);
  });

  test('tells of a credential that the cluster does not know', async () => {
    process.env['EXAMINE_TOKEN'] = 'another';
    expect(await findings()).toMatchObject([
      { subject: 'stage: kubernetes', ok: false, remedy: expect.stringContaining('renew it') },
    ]);
  });
});

describe('the doctor, asking Balrog’s practice world', () => {
  test('finds every system of every environment in order', async () => {
    const balrog = await startBalrog();
    try {
      const { config } = balrog.loaded;
      const clientsOf = (environment: string) => {
        const found = systemsOf(config, environment);
        if (!found.ok) throw new Error(`No systems in ${environment}.`);
        return createClients(found.systems, { readOnly: true });
      };
      const found = await examine({ config, clientsOf, scrub: (text) => text })();
      expect(found.filter(({ ok }) => !ok)).toEqual([]);
      expect(new Set(found.map(({ subject }) => subject))).toEqual(
        new Set(
          ['stage', 'prod'].flatMap((environment) =>
            ['github', 'kubernetes', 'slack', 'oci', 'prometheus', 'sentry'].map(
              (system) => `${environment}: ${system}`,
            ),
          ),
        ),
      );
    } finally {
      await balrog.stop();
    }
  });
});

test('a system that is away is not left to retries', async () => {
  const { url } = world;
  await world.stop();
  world = await start();
  expect(await findings({ server: `${url}/kubernetes` })).toMatchObject([
    { ok: false, remedy: expect.stringContaining('See whether the system is up') },
  ]);
});

describe('what the practice account was denied', () => {
  test('is refused in the API server’s words', async () => {
    world.system.deny({ verb: 'get', resource: 'rollouts', namespace: 'shop' });
    const response = await fetch(
      `${world.url}/kubernetes/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web`,
      { headers: { authorization: `Bearer ${practiceToken}` } },
    );
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { reason: 'Forbidden', message: expect.stringContaining('cannot get resource "rollouts"') },
    ]);
  });
});
