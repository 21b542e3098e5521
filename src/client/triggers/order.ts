/** What people order of one trigger; each answers in a sentence. */
import type { ScheduleHandle } from '@temporalio/client';
import { triggerId } from '../../workflows/trigger-messages.ts';
import { CliError } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { callTemporal } from '../temporal-errors.ts';
import { keptNames, keptTrigger, lookOnce } from './kept.ts';

const limitMs = 10_000;

export async function pauseTrigger(
  connected: Connected,
  name: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<string> {
  await order(connected, name, (handle) => handle.pause(`${by}: ${reason}`));
  return `${name} is paused: ${reason}. What it has started goes on.`;
}

export async function resumeTrigger(connected: Connected, name: string, by: string): Promise<string> {
  await order(connected, name, (handle) => handle.unpause(`resumed by ${by}`));
  return `${name} goes on.`;
}

export async function lookNow(connected: Connected, name: string): Promise<string> {
  await order(connected, name, () => lookOnce(connected, name));
  return `${name} looks now; slipway triggers shows what came of it.`;
}

async function order(
  connected: Connected,
  name: string,
  tell: (handle: ScheduleHandle) => Promise<void>,
): Promise<void> {
  const kept = await keptTrigger(connected, name);
  if (kept === undefined) throw await unknown(connected, name);
  if (kept.taskQueue !== connected.taskQueue)
    throw new CliError(
      'refused',
      `The trigger ‘${name}’ belongs to the workers on ‘${kept.taskQueue}’, not on ‘${connected.taskQueue}’.`,
      'Name their queue with --task-queue, if you mean that one.',
    );
  await callTemporal(connected, limitMs, () => tell(connected.client.schedule.getHandle(triggerId(name))));
}

async function unknown(connected: Connected, name: string): Promise<CliError> {
  const names = await keptNames(connected);
  return new CliError(
    'notFound',
    `Temporal keeps no trigger ‘${name}’.`,
    names.length > 0
      ? `There are: ${names.join(', ')}.`
      : 'slipway triggers apply puts those of the configuration there.',
  );
}
