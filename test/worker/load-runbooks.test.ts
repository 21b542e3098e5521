import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigInvalid } from '../../src/worker/config-invalid.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import { loadRunbooks } from '../../src/worker/load-runbooks.ts';
import { makeFolder } from '../support/config-folder.ts';
import type { Folder } from '../support/config-folder.ts';

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

const runbook = (name: string) => `
  import { defineRunbook, sequence, z } from 'slipway';
  import { http } from 'slipway/steps';
  import { address } from './lib/address.ts';
  const input = z.strictObject({ environment: z.string(), version: z.string() });
  export const ${name.replaceAll('-', '_')} = defineRunbook({
    name: '${name}',
    input,
    plan: ({ version }) => sequence('Probe', [http.check({ url: address(version) })]),
  });
`;
const lib = {
  'runbooks/lib/address.ts':
    'export const address = (version: string): string => `https://x.example/${version}`;',
};

async function load(patterns: readonly string[], files: Readonly<Record<string, string>>) {
  await folder.write({
    ...lib,
    ...files,
    'slipway.config.json': JSON.stringify({ runbooks: patterns, environments: {} }),
  });
  return loadRunbooks(await loadConfig({ cwd: folder.dir }));
}

async function problems(
  patterns: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const outcome: unknown = await load(patterns, files).then(
    () => 'they were accepted',
    (error: unknown) => error,
  );
  if (!(outcome instanceof ConfigInvalid)) throw new Error(`not refused: ${String(outcome)}`);
  return outcome.problems.map(({ path, message }) => `${path} ${message}`);
}

test('runbooks are found by globs and names, in TypeScript and JavaScript, default or named exports', async () => {
  const found = await load(['runbooks/*.ts', 'more/**/{deep,deeper}.mjs'], {
    'runbooks/one.ts': `${runbook('one')}\n${runbook('two')
      .replaceAll(/^\s*import.*$/gm, '')
      .replace('const input', 'const other')}`,
    'runbooks/one.d.ts': 'export {};',
    'more/a/b/deep.mjs': runbook('deep')
      .replace('./lib', '../../../runbooks/lib')
      .replace('export const deep =', 'export default'),
    'more/a/b/shallow.mjs': 'throw new Error("not asked for");',
  });
  expect([...found.keys()].sort()).toEqual(['deep', 'one', 'two']);
});

test('a runbook works with the running copy of slipway and its steps', async () => {
  const found = await load(['runbooks/one.ts'], { 'runbooks/one.ts': runbook('one') });
  const plan = found.get('one')?.runbook.plan({ environment: 'stage', version: '1.2' }, undefined as never);
  expect(await plan).toMatchObject({
    node: { type: 'sequence', nodes: [{ kind: 'http.check', id: 'check' }] },
  });
});

describe('what is wrong is reported at once, with the file', () => {
  test('no file, no runbook, code that throws, a bad shape', async () => {
    const found = await problems(['gone.ts', 'runbooks/*.ts'], {
      'runbooks/empty.ts': 'export const x = 1;',
      'runbooks/throws.ts': 'throw new Error("boom");',
      'runbooks/bad.ts': `
        import { defineRunbook, z } from 'slipway';
        export default defineRunbook({ name: 'Bad One', input: z.strictObject({ version: z.string() }) } as never);
      `,
    });
    expect(found).toHaveLength(6);
    expect(found).toContain('runbooks[0] names "gone.ts", where no file is');
    expect(found).toContain('runbooks runbooks/empty.ts exports no runbook');
    expect(found).toContain('runbooks runbooks/throws.ts can’t be loaded: boom');
    expect(found.filter((text) => text.startsWith('runbooks runbooks/bad.ts has a runbook'))).toHaveLength(3);
  });

  test('two runbooks of one name, with both files', async () => {
    const found = await problems(['runbooks/*.ts'], {
      'runbooks/a.ts': runbook('same'),
      'runbooks/b.ts': runbook('same'),
    });
    expect(found).toEqual([`runbooks runbooks/b.ts has a runbook 'same', as runbooks/a.ts does`]);
  });
});
