/** What the programs that build images can do here is found out while a release is planned, and by the doctor; none of them is real. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { git, oci } from '../../src/activities/index.ts';
import { steps } from '../../src/activities/registry.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { systemsOf } from '../../src/worker/systems-of.ts';
import { trySteps } from '../../src/worker/try-steps.ts';
import { fakePrograms } from '../support/fake-programs.ts';
import type { FakePrograms } from '../support/fake-programs.ts';

let fakes: FakePrograms | undefined;
afterEach(() => fakes?.stop());

const buildctl = 'echo "ID PLATFORMS"';
const dockerWith = (inspected: string): string =>
  `case "$1 $2" in "version "*) echo 28.2.2 ;; "buildx inspect") ${inspected} ;; *) exit 1 ;; esac`;
const builder = (driver: string, more = ''): string =>
  `printf 'Name:   default\\nDriver: ${driver}\\n\\nNodes:\\nName: default\\n${more}'`;
const containerd = 'Labels:\\n org.mobyproject.buildkit.worker.snapshotter: overlayfs\\n';

const commit = 'a'.repeat(40);
const of = { source: 'team/app', commit };
const build = () => oci.build({ ...of, repository: 'team/app', tag: 'one' }, { id: 'build' });
const testCommit = () => oci.testCommit(of, { id: 'test-commit' });
const testImage = () =>
  oci.testImage(
    { repository: 'team/app', digest: `sha256:${'b'.repeat(64)}`, test: { type: 'http' } },
    { id: 'try' },
  );
const bump = (folder?: { path: string; from: string }) =>
  git.bumpSubmodule(
    {
      repository: 'team/deploy',
      branch: 'master',
      submodule: { path: 'src', repository: 'team/app', commit },
      ...(folder === undefined ? {} : { folder }),
      message: 'Update',
      author: { name: 'Slipway', email: 'slipway@example.com' },
    },
    { id: 'bump' },
  );

function problemsOf(nodes: readonly BuiltNode[], builderConfig: object = {}, registry: object | null = {}) {
  const config = configSchema.parse({
    runbooks: [],
    environments: { prod: {} },
    systems: {
      git: { type: 'git', url: 'http://127.0.0.1:1/git' },
      ...(registry === null
        ? {}
        : { oci: { type: 'oci', url: 'http://127.0.0.1:1', builder: builderConfig } }),
    },
  });
  const found = systemsOf(config, 'prod');
  if (!found.ok) throw new Error('The environment has no systems.');
  const plan: Plan = {
    format: planFormat,
    runbook: 'app',
    environment: 'prod',
    version: '1',
    input: {},
    facts: [],
    warnings: [],
    root: sequence('Release', [...nodes]).node,
  };
  const clients = createClients(found.systems, { readOnly: true });
  return trySteps(plan, { clients, signal: new AbortController().signal }).then(({ problems }) => problems);
}

describe('a plan on a worker', () => {
  test('whose one builder is buildkit is refused where it tries an image, and says what to do', async () => {
    fakes = fakePrograms({ buildctl });
    const problems = await problemsOf([testCommit(), build(), testImage()]);
    expect(problems).toEqual([
      {
        path: 'root.nodes[2]',
        message:
          "the step ‘Start the image team/app and ask it’ can’t work: This worker can't run images: " +
          'buildah: it is not there; docker: it is not there; buildkit: it builds images and runs none.',
        remedy: expect.stringContaining('apt-get install buildah'),
      },
    ]);
  });

  test('that has no builder is refused where it builds, whichever step it is', async () => {
    fakes = fakePrograms({});
    const folder = { path: 'node_modules', from: 'node_modules' };
    const problems = await problemsOf([testCommit(), build(), testImage(), bump(folder)]);
    expect(problems.map(({ path }) => path)).toEqual([0, 1, 2, 3].map((at) => `root.nodes[${at}]`));
  });

  test('that builds a folder without a registry to build from is refused; a plain submodule is not', async () => {
    fakes = fakePrograms({ buildctl });
    const folder = { path: 'node_modules', from: 'node_modules' };
    const problems = await problemsOf([bump(), bump(folder)], {}, null);
    expect(problems).toMatchObject([
      { path: 'root.nodes[1]', message: expect.stringContaining('no system of type oci') },
    ]);
  });

  test('whose docker builds by its daemon is refused where an image is built: it can’t be put into a folder', async () => {
    fakes = fakePrograms({ docker: dockerWith(builder('docker')) });
    const problems = await problemsOf([testCommit(), build(), testImage()]);
    expect(problems).toMatchObject([
      { path: 'root.nodes[1]', message: expect.stringContaining('containerd image store') },
    ]);
  });

  test.each([
    ['has a builder of its own', builder('docker-container', containerd)],
    ['keeps images in containerd', builder('docker', containerd)],
  ])('whose docker %s is not', async (_, inspected) => {
    fakes = fakePrograms({ docker: dockerWith(inspected) });
    expect(await problemsOf([testCommit(), build(), testImage()])).toEqual([]);
  });

  test('whose docker has no buildx builds with buildkit, and runs with docker', async () => {
    const none = 'echo "docker: unknown command: docker buildx" >&2; exit 1';
    fakes = fakePrograms({ docker: dockerWith(none), buildctl });
    expect(await problemsOf([testCommit(), build(), testImage()])).toEqual([]);
    const problems = await problemsOf([build()], { tool: 'docker' });
    expect(problems).toMatchObject([{ message: expect.stringContaining('unknown command: docker buildx') }]);
  });
});

test('each step that builds or runs images says so beforehand', () => {
  const silent = [...steps.values()].filter(
    (step) => (step.needs as readonly string[]).includes('images') && step.imageTasks === undefined,
  );
  expect(silent.map(({ kind }) => kind)).toEqual([]);
});
