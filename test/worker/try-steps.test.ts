/** Steps tried while a release is planned: a system that is not configured, and a right that is missing, stop the plan and not the release. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { kubernetes, oci } from '../../src/activities/index.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import { createClients } from '../../src/worker/clients.ts';
import { trySteps } from '../../src/worker/try-steps.ts';
import { startPracticeSystem } from '../support/practice-system.ts';

const image = 'example.com/web:2';
const start = () => startPracticeSystem(kubernetesPractice());
let world: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  process.env['TRY_STEPS_TOKEN'] = practiceToken;
  world = await start();
});
afterEach(() => world.stop());

const tried = (...nodes: BuiltNode[]) => {
  const plan: Plan = {
    format: planFormat,
    runbook: 'shop',
    environment: 'prod',
    version: '2',
    input: {},
    facts: [],
    warnings: [],
    root: sequence('Release', nodes).node,
  };
  const clients = createClients(
    {
      kubernetes: {
        type: 'kubernetes',
        server: `${world.url}/kubernetes`,
        token: { env: 'TRY_STEPS_TOKEN' },
        namespaces: {},
        secrets: {},
      },
    },
    { readOnly: true },
  );
  return trySteps(plan, { clients, signal: new AbortController().signal });
};

const migrate = (namespace = 'prod') =>
  kubernetes.runJob({ name: 'migrate', namespace, image }, { id: `migrate-${namespace}` });
const roll = () => kubernetes.setImage({ deployment: 'web', namespace: 'prod', image }, { id: 'roll' });

describe('the steps of a plan, tried', () => {
  test('stand on what is there', async () => {
    expect(await tried(migrate(), roll())).toEqual({ problems: [], warnings: [] });
  });

  test('lack a right: the plan says which step, which right and the rule that grants it', async () => {
    world.system.deny({ verb: 'create', resource: 'jobs', namespace: 'prod' });
    const { problems } = await tried(roll(), migrate(), migrate('stage'));
    expect(problems).toEqual([
      {
        path: 'root.nodes[1]',
        message: expect.stringMatching(
          /‘Run migrate once in prod’ can’t work: .* may not create jobs in the namespace prod$/,
        ),
        remedy: 'Add to its Role in prod: { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create"] }',
      },
    ]);
  });

  test('lack a subresource: it is named as Roles name it', async () => {
    world.system.deny({ verb: 'create', resource: 'pods/exec' });
    const look = kubernetes.exec(
      { namespace: 'prod', pod: 'queue-0', command: ['diagnose'] },
      { id: 'look' },
    );
    const { problems } = await tried(look);
    expect(problems.map(({ remedy }) => remedy)).toEqual([
      'Add to its Role in prod: { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }',
    ]);
  });

  test('lack a system: the plan says which', async () => {
    const tag = oci.tag(
      { repository: 'web', digest: `sha256:${'a'.repeat(64)}`, tag: 'live' },
      { id: 'tag' },
    );
    const { problems } = await tried(sequence('Images', [tag]));
    expect(problems).toMatchObject([
      { path: 'root.nodes[0].nodes[0]', message: expect.stringContaining('no system of type oci') },
    ]);
  });

  test('in a namespace that a step before will tell are asked nothing yet', async () => {
    world.system.deny({ verb: 'create', resource: 'jobs' });
    const first = roll();
    const later = kubernetes.runJob(
      { name: 'migrate', namespace: first.output.image, image },
      { id: 'migrate-later' },
    );
    expect(await tried(first, later)).toEqual({ problems: [], warnings: [] });
  });
});
