/** What the measured worker offers: the real release workflow, and beside it what somebody would write by hand. */
import { condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { register } from '../../src/activities/registry.ts';
import { activitiesOf, makePlan } from '../../src/workflows/activity-options.ts';
import * as checks from './checks.ts';
import * as steps from './steps.ts';

register(steps);
register(checks);

export * from '../../src/workflows/index.ts';

const release = { id: 'bench', runbook: 'bench', environment: 'stage', version: '1', startedBy: 'sam' };

/** The same activities with the same options in a plain loop: no plan, no view, no gates, no undo. */
export async function byHand(count: number): Promise<void> {
  await makePlan({ ...release, input: {} });
  for (let index = 0; index < count; index++) await touched(`t${index}`);
}

/** Waits for an update, then runs one step: what a gate is at least. */
export async function bareGate(name: string): Promise<void> {
  let open = false;
  setHandler(defineUpdate('decide'), () => void (open = true));
  await condition(() => open);
  await touched(name);
}

/** Watches an object, then runs one step. */
export async function bareWatch(mark: string): Promise<void> {
  const { settle } = activitiesOf(steps.awaitMark.definition, `Wait for ${mark}`);
  await settle({ input: { mark }, key: 'bench', release, ref: null });
  await touched(mark);
}

async function touched(name: string): Promise<void> {
  const { observe, act } = activitiesOf(steps.touch.definition, `Touch ${name}`);
  const call = { input: { name }, key: `bench-${name}`, release };
  const seen = await observe(call);
  if (seen.state === 'absent') await act({ ...call, before: seen.before });
}
