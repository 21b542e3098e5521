/** `ssh.run` on real hosts: what is declared is what is done, seen and undone. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { effectOf } from '../../../src/activities/define-step.ts';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { ssh } from '../../../src/activities/index.ts';
import { attempt, contextFor, failureOf, observe, undo } from '../../support/attempt.ts';
import { describeOnHosts } from '../../support/hosts.ts';

const step = steps.get('ssh.run') as Step;
const input = {
  host: 'web2',
  command: ['cp', 'etc/listen.json', 'etc/made'],
  see: ['test', '-e', 'etc/made'],
  undo: { by: 'order', command: ['rm', 'etc/made'] },
};

describeOnHosts('ssh.run', (hosts) => {
  const made = () => join(hosts().hosts.root('web2'), 'etc/made');
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor(hosts().clients));

  test('runs the command on that host and no other', async () => {
    await run();
    expect(existsSync(made())).toBe(true);
    expect(existsSync(join(hosts().hosts.root('web1'), 'etc/made'))).toBe(false);
  });

  test('does nothing where the declared look sees the effect already', async () => {
    await run();
    const { output } = await run({ command: ['false'], see: ['cat', 'etc/made'] });
    expect(output).toEqual({ shows: readFileSync(made(), 'utf8').trim() });
  });

  test('fails with the last words of a command that fails', async () => {
    const failure = await failureOf(run({ command: ['cp', 'etc/none', 'etc/made'] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('etc/none');
  });

  test('fails where the command goes through and the look sees nothing of it', async () => {
    expect((await failureOf(run({ command: ['true'] }))).message).toContain('does not see its effect');
  });

  test('knows nothing where the look ends with anything but 0 and 1', async () => {
    const seen = await observe(
      step,
      { ...input, see: ['sh', '-c', 'echo no disk; exit 3'] },
      contextFor(hosts().clients),
    );
    expect(seen).toMatchObject({ state: 'unknown', why: expect.stringContaining('ended with 3: no disk') });
  });

  test('undoes with the declared command, once', async () => {
    const { known } = await run();
    expect(await undo(step, known, contextFor(hosts().clients))).toBe('Undone by rm etc/made.');
    expect(existsSync(made())).toBe(false);
    expect(await undo(step, known, contextFor(hosts().clients))).toContain('nothing to undo');
  });

  test('asks a person where the undo leaves the effect behind', async () => {
    const { known } = await run({ undo: { by: 'order', command: ['true'] } });
    expect((await failureOf(undo(step, known, contextFor(hosts().clients)))).type).toBe('undo-failed');
  });

  test('loses no word of hostile arguments on the way', async () => {
    const words = [
      "it's",
      '$(reboot)',
      '`id`',
      '; rm -rf /',
      '\\',
      'a\nb',
      '*',
      '',
      '"',
      '-oProxyCommand=x',
      '!!',
      '~',
      'ü',
    ];
    await run({
      command: [
        'node',
        '-e',
        'require("node:fs").writeFileSync("etc/made", JSON.stringify(process.argv.slice(1)))',
        '--',
        ...words,
      ],
    });
    expect(JSON.parse(readFileSync(made(), 'utf8'))).toEqual(words);
  });

  test.each(['-oProxyCommand=touch /tmp/x', 'web1 web2', 'root@web1', '', '../x', 'web1;id'])(
    'takes %j for no host',
    (host) => {
      expect(step.input.safeParse({ ...input, host }).success).toBe(false);
    },
  );

  test('stands in the plan as irreversible, with the author’s reason, where nothing undoes it', () => {
    const irreversible = { ...input, undo: { by: 'nothing' as const, reason: 'The mails are out.' } };
    expect(ssh.run(irreversible).node.effect).toEqual({ type: 'irreversible', reason: 'The mails are out.' });
    expect(ssh.run({ ...input, undo: { by: 'order', command: ['rm', 'x'] } }).node.effect).toEqual({
      type: 'undoable',
    });
    expect(effectOf(step)).toEqual({ type: 'undoable' });
  });
});
