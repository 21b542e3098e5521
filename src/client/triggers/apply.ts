/** Puts the triggers that Temporal keeps in step with a configuration. Says of each what was done. */
import { ScheduleAlreadyRunning } from '@temporalio/client';
import type { Config } from '../../worker/config.ts';
import type { TriggerConfig } from '../../worker/config-triggers.ts';
import { triggerId } from '../../workflows/trigger-messages.ts';
import { CliError } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { callTemporal } from '../temporal-errors.ts';
import { keptNames, keptTrigger, lookOnce, queueMemo } from './kept.ts';
import { marked, scheduleOf } from './schedule.ts';

export type Applied = 'made' | 'changed' | 'unchanged' | 'taken away';

const limitMs = 10_000;

export async function applyTriggers(
  connected: Connected,
  { triggers }: Pick<Config, 'triggers'>,
): Promise<Readonly<Record<string, Applied>>> {
  const done: Record<string, Applied> = {};
  for (const [name, trigger] of Object.entries(triggers))
    done[name] = await applyOne(connected, name, trigger);
  for (const name of await keptNames(connected)) {
    if (Object.hasOwn(triggers, name) || (await keptTrigger(connected, name)) === undefined) continue;
    await callTemporal(connected, limitMs, () => handleOf(connected, name).delete());
    done[name] = 'taken away';
  }
  return done;
}

async function applyOne(connected: Connected, name: string, trigger: TriggerConfig): Promise<Applied> {
  const { taskQueue, client } = connected;
  const kept = await keptTrigger(connected, name);
  const schedule = scheduleOf(name, trigger, taskQueue);
  if (kept === undefined) {
    try {
      await callTemporal(connected, limitMs, () =>
        client.schedule.create({
          ...schedule,
          scheduleId: triggerId(name),
          memo: { [queueMemo]: taskQueue },
        }),
      );
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      return applyOne(connected, name, trigger);
    }
    // What is there now has been seen: what comes from now on is news.
    if (trigger.source.type !== 'time') await lookOnce(connected, name);
    return 'made';
  }
  if (kept.taskQueue !== taskQueue)
    throw new CliError(
      'refused',
      `There is a trigger ‘${name}’ already, of the workers on ‘${kept.taskQueue}’.`,
      'Give this one another name, or use another namespace.',
    );
  if (kept.applied === marked(name, trigger)) return 'unchanged';
  // What a person has paused stays so.
  await callTemporal(connected, limitMs, () =>
    handleOf(connected, name).update(({ state }) => ({ ...schedule, state })),
  );
  return 'changed';
}

const handleOf = ({ client }: Connected, name: string) => client.schedule.getHandle(triggerId(name));
