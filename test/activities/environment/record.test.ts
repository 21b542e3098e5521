/** `environment.record` against environments in memory, which keep the ledger by the same rules. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectStep } from '../../../src/activities/contract.ts';
import { record } from '../../../src/activities/environment/index.ts';
import type { Json } from '../../../src/runbook/json.ts';
import { openFaults } from '../../../src/practice/faults.ts';
import { memoryEnvironments } from '../../support/memory-environments.ts';
import type { MemoryEnvironments } from '../../support/memory-environments.ts';
import { stepContext } from '../../support/step-context.ts';

const step = record.definition as EffectStep;
const commit = 'c'.repeat(40);
const version = (of: string, more: object = {}) =>
  step.input.parse({ service: 'admin', version: of, ...more });

describe('environment.record', () => {
  let environments: MemoryEnvironments;
  const context = (key: string, signal?: AbortSignal) => ({
    ...stepContext({ key, ...(signal === undefined ? {} : { signal }) }),
    clients: { environments } as never,
  });
  const act = (key: string, input: unknown) => step.act(input, context(key), { ran: null });
  const look = (key: string, input: unknown, earlier?: Json) => step.observe(input, context(key), earlier);

  beforeEach(() => {
    const journal = { record: () => undefined, entries: () => [], duplicates: () => [] };
    environments = memoryEnvironments({ faults: openFaults(), journal });
  });

  test('puts down what runs in the release’s environment, for which release and by whom', async () => {
    const digest = `sha256:${'d'.repeat(64)}`;
    await act('k1', version('3.111', { digest, commit, repository: 'mozilla-releng/balrog' }));
    expect((await environments.read('stage'))?.current).toMatchObject([
      {
        service: 'admin',
        version: '3.111',
        digest,
        commit,
        repository: 'mozilla-releng/balrog',
        key: 'k1',
        release: 'release/balrog/stage/3.111',
        runbook: 'balrog',
        by: 'maria',
        why: 'Release of balrog 3.111 to stage',
      },
    ]);
  });

  test('takes another environment and a reason where they are given', async () => {
    await act('k1', version('3.111', { environment: 'shared', why: 'The schema went along' }));
    expect(await environments.read('stage')).toBeUndefined();
    expect((await environments.read('shared'))?.current[0]?.why).toBe('The schema went along');
  });

  test('sees what ran before, and says what it replaced', async () => {
    expect(await look('k1', version('3.110'))).toEqual({ state: 'absent', before: { ran: null } });
    await act('k1', version('3.110', { commit }));
    expect(await look('k2', version('3.111'))).toEqual({
      state: 'absent',
      before: { ran: { service: 'admin', version: '3.110', commit } },
    });
    expect(await act('k2', version('3.111'))).toMatchObject({
      output: { environment: 'stage', service: 'admin', version: '3.111', replaced: '3.110' },
    });
  });

  test('knows its own entry again, although another came after it', async () => {
    await act('k1', version('3.110'));
    await act('k2', version('3.111'));
    expect(await look('k1', version('3.110'), { ran: null })).toMatchObject({
      state: 'done',
      output: { version: '3.110' },
    });
    // Without an earlier look nothing can have been sent by this round.
    expect(await look('k1', version('3.110'))).toMatchObject({ state: 'absent' });
  });

  test('undone, says that what ran before runs again, all of it', async () => {
    await act('k1', version('3.110', { commit }));
    await act('k2', version('3.111'));
    const before = { ran: { service: 'admin', version: '3.110', commit } };
    const what = { input: version('3.111'), before };
    expect(step.undoTitle?.(what)).toBe('Record that admin runs at 3.110 again');
    expect(await step.undo?.(what, context('k2'))).toBe('admin is recorded at 3.110 again.');
    expect((await environments.read('stage'))?.current).toMatchObject([
      { version: '3.110', commit, undoes: 'k2' },
    ]);
    expect(await look('k2', version('3.111'), before)).toMatchObject({ state: 'absent' });
  });

  test('undone where nothing ran before, leaves nothing recorded', async () => {
    await act('k1', version('3.110'));
    const what = { input: version('3.110'), before: { ran: null } };
    expect(step.undoTitle?.(what)).toBe('Record that admin runs no more');
    await step.undo?.(what, context('k1'));
    expect((await environments.read('stage'))?.current).toEqual([]);
  });

  test('an undo that comes late leaves what somebody else has recorded since', async () => {
    await act('k1', version('3.110'));
    await act('k2', version('3.111'));
    expect(await step.undo?.({ input: version('3.110'), before: { ran: null } }, context('k1'))).toMatch(
      /that stays/,
    );
    expect((await environments.read('stage'))?.current).toMatchObject([{ version: '3.111' }]);
  });

  test('keeps the key of an undo within what a key may be', async () => {
    const key = 'k'.repeat(64);
    await act(key, version('3.110'));
    await step.undo?.({ input: version('3.110'), before: { ran: null } }, context(key));
    const [newest] = await environments.ledger('stage');
    expect(newest?.undoes).toBe(key);
    expect(newest?.key).toHaveLength(64);
  });

  test('refuses a digest and a commit that are none', () => {
    expect(step.input.safeParse({ service: 'admin', version: '1', digest: 'latest' }).success).toBe(false);
    expect(step.input.safeParse({ service: 'admin', version: '1', commit: 'main' }).success).toBe(false);
  });

  test('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(step.observe(version('3.110'), context('k1', signal))).rejects.toThrow('stopped');
  });
});
