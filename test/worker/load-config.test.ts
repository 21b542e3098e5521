import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { configSchema } from '../../src/worker/config.ts';
import { ConfigInvalid } from '../../src/worker/config-invalid.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import { makeFolder } from '../support/config-folder.ts';
import type { Folder } from '../support/config-folder.ts';

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

const load = (file?: string) => loadConfig({ cwd: folder.dir, file });

async function invalid(): Promise<ConfigInvalid> {
  const outcome: unknown = await load().then(
    () => 'it was accepted',
    (error: unknown) => error,
  );
  if (!(outcome instanceof ConfigInvalid))
    throw new Error(`not refused as a configuration: ${String(outcome)}`);
  return outcome;
}

const small = { runbooks: [], environments: { stage: {} } };

describe('a configuration is found and read', () => {
  test('from TypeScript that imports slipway, whatever is installed beside it', async () => {
    await folder.write({
      'slipway.config.ts': `
        import { defineConfig } from 'slipway';
        const queue: string = 'ships';
        export default defineConfig({ runbooks: [], taskQueue: queue, environments: { stage: { vars: { pods: 3 } } } });
      `,
    });
    const { config, file, dir } = await load();
    expect(config.taskQueue).toBe('ships');
    expect(config.environments['stage']?.vars).toEqual({ pods: 3 });
    expect({ file, dir }).toEqual({ file: join(folder.dir, 'slipway.config.ts'), dir: folder.dir });
  });

  test.each([
    ['slipway.config.js', `export default ${JSON.stringify(small)};`],
    ['slipway.config.mjs', `export default ${JSON.stringify(small)};`],
    ['slipway.config.json', JSON.stringify(small)],
    ['slipway.config.yaml', 'runbooks: []\nenvironments:\n  stage: {}\n'],
  ])('from %s, with defaults filled in', async (name, text) => {
    await folder.write({ [name]: text });
    const { config } = await load();
    expect(config).toEqual(configSchema.parse(small));
    expect(config).toMatchObject({
      steps: [],
      taskQueue: 'slipway',
      environments: { stage: { vars: {}, systems: {} } },
      systems: {},
      people: {},
    });
  });

  test('from a file that was named', async () => {
    await folder.write({ 'ops/other.yaml': 'runbooks: []\nenvironments: {}\ntaskQueue: other\n' });
    const { config, dir } = await load('ops/other.yaml');
    expect(config.taskQueue).toBe('other');
    expect(dir).toBe(join(folder.dir, 'ops'));
  });

  test('with its own paths made absolute, so that a worker may start anywhere', async () => {
    await folder.write({
      'slipway.config.json': JSON.stringify({
        ...small,
        systems: {
          github: { type: 'github', token: { file: 'secrets/github' } },
          kubernetes: { type: 'kubernetes', kubeconfig: '/etc/kube' },
        },
      }),
    });
    const { config } = await load();
    expect(config.systems['github']).toMatchObject({
      url: 'https://api.github.com',
      token: { file: join(folder.dir, 'secrets/github') },
    });
    expect(config.systems['kubernetes']).toMatchObject({ kubeconfig: '/etc/kube' });
  });
});

describe('a configuration is refused', () => {
  test('when it is not there, with the names that were looked for', async () => {
    const { problems, file } = await invalid();
    expect(file).toBe(join(folder.dir, 'slipway.config'));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.remedy).toContain('slipway init');
  });

  test('when it can’t be parsed', async () => {
    await folder.write({ 'slipway.config.ts': 'export default {' });
    expect((await invalid()).problems[0]?.message).toMatch(
      /^can’t be read: ParseError: \S+ token \S+:\d+:\d+$/,
    );
  });

  test('when nothing is in it', async () => {
    await folder.write({ 'slipway.config.yaml': '' });
    await invalid();
  });

  test('with all problems at once, each at its path', async () => {
    await folder.write({
      'slipway.config.json': JSON.stringify({
        runbooks: 'balrog.ts',
        enviroments: {},
        environments: { Stage: {}, prod: { vars: { deep: {} } } },
        systems: {
          github: { type: 'github', url: 'ftp://x' },
          chat: { type: 'teams' },
          sentry: { type: 'sentry', token: { env: 'A TOKEN' }, organization: 'o' },
          registry: { type: 'oci', url: 'https://me:pass@registry.example' },
          cluster: { type: 'kubernetes', server: 'https://k', kubeconfig: 'x' },
        },
        people: { ann: { roles: 'releng' } },
      }),
    });
    const { problems } = await invalid();
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'enviroments',
      'environments.Stage',
      'environments.prod.vars.deep',
      'people.ann.roles',
      'runbooks',
      'systems.chat.type',
      'systems.cluster.kubeconfig',
      'systems.cluster.token',
      'systems.github.token',
      'systems.github.url',
      'systems.registry.url',
      'systems.sentry.token.env',
    ]);
    expect(problems.every(({ remedy }) => remedy !== '')).toBe(true);
  });

  test('with a literal secret, and the message says why without repeating it', async () => {
    await folder.write({
      'slipway.config.json': JSON.stringify({
        ...small,
        systems: { github: { type: 'github', token: 'hunter2-hunter2' } },
      }),
    });
    const error = await invalid();
    expect(error.problems.map(({ path }) => path)).toEqual(['systems.github.token']);
    expect(error.message).toContain('is a literal');
    expect(error.message).not.toContain('hunter2');
  });

  test('when environments name systems that are not there or of another type', async () => {
    await folder.write({
      'slipway.config.json': JSON.stringify({
        runbooks: [],
        environments: { stage: { systems: { github: 'forge', prometheus: 'chat' } } },
        systems: {
          chat: { type: 'slack', token: { env: 'T' } },
          oci: { type: 'prometheus', url: 'https://p' },
        },
      }),
    });
    const { problems } = await invalid();
    expect(problems.map(({ path }) => path)).toEqual([
      'systems.oci',
      'environments.stage.systems.github',
      'environments.stage.systems.prometheus',
    ]);
  });

  test('by a `$`-key or an `extends`, which other tools would act on', async () => {
    await folder.write({
      'slipway.config.json': JSON.stringify({ ...small, extends: './base', $production: {} }),
    });
    expect((await invalid()).problems.map(({ path }) => path).sort()).toEqual(['$production', 'extends']);
  });
});
