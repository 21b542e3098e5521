/** `environment.hold` against environments in memory, which keep holds by the real ones' rules. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectStep } from '../../../src/activities/contract.ts';
import { hold } from '../../../src/activities/environment/index.ts';
import { openFaults } from '../../../src/practice/faults.ts';
import { memoryEnvironments } from '../../support/memory-environments.ts';
import type { MemoryEnvironments } from '../../support/memory-environments.ts';
import { stepContext } from '../../support/step-context.ts';

const step = hold.definition as EffectStep;
const input = (more: object = {}) => step.input.parse({ reason: 'It loses rules', ...more });

describe('environment.hold', () => {
  let environments: MemoryEnvironments;
  const context = () => ({ ...stepContext(), clients: { environments } as never });
  const act = (given: unknown) => step.act(given, context(), {});
  const undo = (given: unknown) => step.undo?.({ input: given, before: {} }, context());
  const holds = async (name = 'stage') => (await environments.read(name))?.holds;

  beforeEach(() => {
    const journal = { record: () => undefined, entries: () => [], duplicates: () => [] };
    environments = memoryEnvironments({ faults: openFaults(), journal });
  });

  test('holds every version of the release’s runbook in its environment, and says who and why', async () => {
    expect(await act(input())).toEqual({
      state: 'done',
      output: { environment: 'stage', runbook: 'balrog' },
    });
    expect(await holds()).toMatchObject([{ runbook: 'balrog', by: 'maria', reason: 'It loses rules' }]);
    expect((await holds())?.[0]?.version).toBeUndefined();
  });

  test('may be of one version, of another runbook, elsewhere', async () => {
    await act(input({ version: '1.2', runbook: 'shop', environment: 'prod' }));
    expect(await holds('prod')).toMatchObject([{ runbook: 'shop', version: '1.2' }]);
    expect(await holds()).toBeUndefined();
  });

  test('is done where it is held already, whosever hold that is', async () => {
    await environments.hold('stage', { by: 'kim', reason: 'Mine', runbook: 'balrog' });
    expect(await step.observe(input(), context())).toMatchObject({ state: 'done' });
    expect(await step.observe(input({ version: '1.2' }), context())).toMatchObject({ state: 'absent' });
  });

  test('undone, lifts its own hold and leaves another’s', async () => {
    await act(input());
    await environments.hold('stage', { by: 'kim', reason: 'Mine', version: '3.111' });
    expect(await undo(input())).toBe('balrog in stage is held no more: release/balrog/stage/3.111 is undone');
    expect(await holds()).toMatchObject([{ by: 'kim' }]);
    expect(await undo(input())).toBe('balrog is not held in stage.');
    await environments.hold('stage', { by: 'kim', reason: 'Still bad', runbook: 'balrog' });
    expect(await undo(input())).toBe('kim holds balrog in stage: that stays.');
  });
});
