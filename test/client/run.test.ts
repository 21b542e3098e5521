import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandTable } from '../../src/client/command-table.ts';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { slipway } from '../support/cli.ts';

const cwd = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
/** A port where nobody listens. */
const nobody = { cwd, env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } };

describe('the command line', () => {
  test('lists every command with its line', async () => {
    const { code, stdout } = await slipway({ cwd }, '--help');
    expect(code).toBe(0);
    for (const { name, summary, group } of commandTable) {
      if (group !== undefined) expect(stdout).toMatch(new RegExp(`^ +${name} +${summary}$`, 'm'));
    }
    expect(stdout).not.toContain('__complete');
  });

  test.each(commandTable.map(({ name }) => name))(
    'explains %s, without a configuration too',
    async (name) => {
      const { code, stdout } = await slipway({ cwd }, 'help', name);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Usage: slipway ${name}`)]);
    },
  );

  test('says why the help of start tells no flags of runbooks', async () => {
    const { stdout } = await slipway({ cwd }, 'start', 'hello', '--help');
    expect(stdout).toContain('--digest <digest>');
    expect(stdout).toContain(
      `The flags of each runbook can’t be told: ${join(cwd, 'slipway.config')} is not there (.ts, .js, .mjs, .yaml and .json are looked for). Run \`slipway init\` to have one written, or name it with --config.`,
    );
  });

  test('suggests what a misspelt command may have meant', async () => {
    const { code, stderr } = await slipway({ cwd }, 'aprove');
    expect([code, stderr]).toEqual([exitCodes.usage, expect.stringContaining('Did you mean approve?')]);
  });

  test('refuses an unknown flag, in one paragraph and without a stack', async () => {
    const { code, stderr } = await slipway({ cwd }, 'list', '--limt', '3');
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toMatch(/^slipway: Unknown option '--limt'\. .*Did you mean --limit.*\n$/);
  });

  test('says in a few seconds that Temporal does not answer, and how to start one', async () => {
    const { code, stderr } = await slipway(nobody, 'list');
    expect(code).toBe(exitCodes.unreachable);
    expect(stderr).toBe(
      'slipway: Temporal does not answer at 127.0.0.1:9. Start one with `slipway dev`, or say where it is: --address, --profile, or TEMPORAL_ADDRESS.\n',
    );
  });

  test('gives an error as the one JSON document with --json', async () => {
    const { code, stdout, stderr } = await slipway(nobody, 'show', 'a/b/c', '--json');
    expect(code).toBe(exitCodes.unreachable);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'unreachable', remedy: expect.any(String) } });
    expect(stderr).toBe('');
  });

  test('says how to get a configuration where there is none', async () => {
    const { stderr, code } = await slipway({ cwd }, 'start', 'hello');
    expect([code, stderr]).toEqual([
      exitCodes.usage,
      `slipway: ${join(cwd, 'slipway.config')} is not there (.ts, .js, .mjs, .yaml and .json are looked for). Run \`slipway init\` to have one written, or name it with --config.\n`,
    ]);
    const named = await slipway({ cwd }, 'start', 'hello', '--config', 'mine.ts');
    expect(named.stderr).toMatch(/mine\.ts is not there\. Run/);
  });

  test('tells all that the doctor finds at once', async () => {
    const { code, stdout } = await slipway(nobody, 'doctor', '--json');
    expect(code).toBe(exitCodes.findings);
    const findings = JSON.parse(stdout) as { subject: string; ok: boolean; remedy?: string }[];
    expect(findings.map(({ subject, ok }) => [subject, ok])).toEqual([
      ['node', true],
      ['configuration', false],
      ['temporal', false],
    ]);
    expect(findings.filter(({ ok, remedy }) => !ok && remedy === undefined)).toEqual([]);
  });

  test('explains a step by its schema', async () => {
    const { stdout } = await slipway({ cwd }, 'steps', 'http.check');
    expect(stdout).toMatch(/url +string +required/);
    expect((await slipway({ cwd }, 'steps', 'http.chek')).code).toBe(exitCodes.notFound);
  });

  test('lists the steps of the project whose configuration it finds, and explains them', async () => {
    const project = { cwd: join(__dirname, '../../docs/examples') };
    expect((await slipway(project, 'steps')).stdout).toMatch(/flags\.set/);
    expect((await slipway(project, 'steps', 'flags.set')).stdout).toMatch(/flag +string +required/);
  });

  test('documents its exit codes', () => {
    const page = readFileSync(join(__dirname, '../../docs/cli.md'), 'utf8');
    for (const code of Object.values(exitCodes)) expect(page).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
    for (const { name, group } of commandTable)
      if (group !== undefined) expect(page).toContain(`\`slipway ${name}`);
  });
});

describe('init', () => {
  test('writes a configuration and a runbook that load, and overwrites nothing', async () => {
    const written = await slipway({ cwd }, 'init', '--as', 'alice');
    expect(written.code).toBe(0);
    const flag = await slipway({ cwd }, 'start', 'hello', '--versoin', '1');
    expect(flag.stderr).toContain('(Did you mean --version?) See slipway start hello --help.');
    const listed = await slipway({ cwd }, 'runbooks', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { name: 'hello', input: { required: ['environment', 'version'] } },
    ]);

    writeFileSync(join(cwd, 'slipway.config.ts'), 'mine');
    const again = await slipway({ cwd }, 'init');
    expect([again.code, again.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining('Already here: slipway.config.ts'),
    ]);
    expect(readFileSync(join(cwd, 'slipway.config.ts'), 'utf8')).toBe('mine');
    expect(existsSync(join(cwd, 'runbooks/hello.ts'))).toBe(true);
  });
});
