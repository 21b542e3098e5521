/** `shell.run` with real programs: only what the configuration lists is run, given and seen; nothing else of the worker gets out. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isEffect } from '../../../src/activities/contract.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { shell } from '../../../src/activities/index.ts';
import { steps } from '../../../src/activities/registry.ts';
import { createClients } from '../../../src/worker/clients.ts';
import { attempt, contextFor, failureOf, observe, undo } from '../../support/attempt.ts';

const step = steps.get('shell.run') as Step;

/** Says in JSON what it was given and where it is. */
const told = `#!${process.execPath}
const { argv, env } = process;
console.log(JSON.stringify({ words: argv.slice(2), env, here: process.cwd(), home: require('node:fs').readdirSync(env.HOME) }));
`;

describe('shell.run', () => {
  let dir: string;
  let work: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-shell-test-'));
    work = join(dir, 'work');
    mkdirSync(work);
    for (const [name, text] of Object.entries({
      told,
      fails: '#!/bin/sh\necho it lacks paper >&2\nexit 4\n',
      later: '#!/bin/sh\nexit 75\n',
      never: '#!/bin/sh\nexec sleep 60\n',
      talks: '#!/bin/sh\nexec yes "a line of much talk"\n',
    })) {
      writeFileSync(join(dir, name), text);
      chmodSync(join(dir, name), 0o755);
    }
    writeFileSync(join(dir, 'text'), 'no program');
    process.env['SHELL_TEST_TOKEN'] = 'the-token-of-the-test';
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
    delete process.env['SHELL_TEST_TOKEN'];
  });

  const clients = () =>
    createClients({
      shell: {
        type: 'shell',
        programs: {
          mkdir: '/bin/mkdir',
          rmdir: '/bin/rmdir',
          test: '/usr/bin/test',
          true: '/bin/true',
          ...Object.fromEntries(
            ['told', 'fails', 'later', 'never', 'talks', 'text', 'missing'].map((name) => [
              name,
              join(dir, name),
            ]),
          ),
        },
        directories: [work],
        variables: ['COLOUR', 'TOKEN'],
        secrets: { token: { env: 'SHELL_TEST_TOKEN' } },
      },
    });
  const input = (more: Record<string, Json> = {}): Record<string, Json> => ({
    command: ['mkdir', 'made'],
    see: ['test', '-d', 'made'],
    undo: { by: 'order', command: ['rmdir', 'made'] },
    directory: work,
    ...more,
  });
  const run = (more: Record<string, Json> = {}) => attempt(step, input(more), contextFor(clients()));
  /** One attempt of the act alone. */
  const acted = async (more: Record<string, Json>) => {
    if (!isEffect(step)) throw new Error('It has no effect.');
    return step.act(step.input.parse(input(more)), contextFor(clients()), {});
  };
  const seenBy = async (more: Record<string, Json>): Promise<unknown> => {
    const seen = await observe(step, input({ see: ['told', ...words], ...more }), contextFor(clients()));
    return seen.state === 'done' ? JSON.parse((seen.output as { shows: string }).shows) : seen;
  };
  const words = ["it's", '$(id)', '`id`', '; true', '*', '', 'a\nb', '~', '&&'];

  test('runs a program where it is told, and undoes it once', async () => {
    const { known } = await run();
    expect(existsSync(join(work, 'made'))).toBe(true);
    expect(await undo(step, known, contextFor(clients()))).toBe('Undone by rmdir made.');
    expect(existsSync(join(work, 'made'))).toBe(false);
    expect(await undo(step, known, contextFor(clients()))).toContain('nothing to undo');
  });

  test('gives it the words as they are, the variables that are listed, and nothing of the worker’s own', async () => {
    const found = await seenBy({ variables: { COLOUR: 'grün' } });
    expect(found).toMatchObject({ words, here: work, home: [], env: { COLOUR: 'grün' } });
    const { env } = found as { env: object };
    const known = ['COLOUR', 'HOME', 'LANG', 'PATH'];
    // The loader of some systems adds one of its own.
    expect(Object.keys(env).filter((name) => !known.includes(name) && !name.startsWith('__'))).toEqual([]);
  });

  test('works in an empty folder that is gone afterwards where it is told none', async () => {
    const { here } = (await seenBy({ directory: undefined as never })) as { here: string };
    expect(here).not.toBe(process.cwd());
    expect(existsSync(here)).toBe(false);
  });

  test('gives a secret by its name, and lets it out in nothing that the program says', async () => {
    const shown = JSON.stringify(await seenBy({ secrets: { TOKEN: 'token' } }));
    expect(shown).toContain('"TOKEN":"***"');
    expect(shown).not.toContain('the-token-of-the-test');
  });

  test.each([
    ['a program that is not listed', { command: ['sh', '-c', 'true'] }, 'sh'],
    ['a path in place of a name', { command: ['/bin/sh'] }, '/bin/sh'],
    ['what every object has', { command: ['constructor'] }, 'constructor'],
    ['a variable that is not listed', { variables: { LD_PRELOAD: '/x.so' } }, 'LD_PRELOAD'],
    ['a secret in a variable that is not listed', { secrets: { OTHER: 'token' } }, 'OTHER'],
    ['a secret that is not listed', { secrets: { TOKEN: 'another' } }, 'another'],
    ['a folder that is not listed', { directory: '/etc' }, '/etc'],
    ['a way out of a folder', { directory: '/tmp/../etc' }, '/tmp/../etc'],
  ])('does not take %s', async (_, more: Record<string, Json>, name) => {
    const failure = await failureOf(run({ see: ['test', '-d', 'made'], ...more }));
    expect([failure.type, failure.nonRetryable]).toEqual(['permission-denied', true]);
    expect(failure.message).toContain(name);
    expect(readdirSync(work)).toEqual([]);
  });

  test('is not led out of its folder by a link', async () => {
    symlinkSync('/etc', join(work, 'link'));
    const failure = await failureOf(run({ directory: join(work, 'link') }));
    expect(failure.type).toBe('permission-denied');
  });

  test('fails with the last words of a program that fails', async () => {
    const failure = await failureOf(run({ command: ['fails'] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('fails ended with 4. It said last:\nit lacks paper');
  });

  test('is tried again after an exit code that says so', async () => {
    const failure = await failureOf(acted({ command: ['later'] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['unavailable', false]);
    expect((await failureOf(acted({ command: ['later'], retryCodes: [] }))).nonRetryable).toBe(true);
  });

  test.each(['never', 'talks'])('ends a program whose time is over: one that %s', async (name) => {
    const failure = await failureOf(acted({ command: [name], timeoutSeconds: 1 }));
    expect([failure.type, failure.nonRetryable]).toEqual(['unavailable', false]);
  });

  test.each(['missing', 'text'])('says of a program that is %s that the worker lacks it', async (name) => {
    const failure = await failureOf(run({ command: [name] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['config-invalid', true]);
    expect(failure.message).toContain(join(dir, name));
  });

  test('runs nothing while a release is planned', async () => {
    const planning = createClients(
      {
        shell: {
          type: 'shell',
          programs: { true: '/bin/true' },
          directories: [],
          variables: [],
          secrets: {},
        },
      },
      { readOnly: true },
    );
    const failure = await failureOf(observe(step, input({ see: ['true'] }), contextFor(planning)));
    expect(failure.message).toContain('Planning changes nothing');
  });

  test('stands in the plan as irreversible, with the author’s reason, where nothing undoes it', () => {
    const { node } = shell.run({
      command: ['mail', 'all'],
      see: ['mailed', 'all'],
      undo: { by: 'nothing', reason: 'The mails are out.' },
    });
    expect(node.effect).toEqual({ type: 'irreversible', reason: 'The mails are out.' });
  });
});
