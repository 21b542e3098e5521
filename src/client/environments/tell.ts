/** Says something to an environment, which is made if it is new. Checked before it goes out; a refusal is an error with the reason. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  exemptSchema,
  freezeSchema,
  holdSchema,
  unfreezeSchema,
  unholdSchema,
} from '../../environment/messages.ts';
import { startOf } from '../../worker/environments/client.ts';
import { usage } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { needWorker } from '../pollers.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleanText } from '../views/clean.ts';

const schemas = {
  freeze: freezeSchema,
  unfreeze: unfreezeSchema,
  hold: holdSchema,
  unhold: unholdSchema,
  exempt: exemptSchema,
};
type Orders = typeof schemas;

const replySchema = z.object({ says: z.string() });
const limitMs = 15_000;

/** Resolves with the environment's own words. */
export async function tellEnvironment<Name extends keyof Orders>(
  connected: Connected,
  environment: string,
  name: Name,
  payload: z.input<Orders[Name]>,
): Promise<string> {
  const checked = schemas[name].safeParse(payload);
  if (!checked.success) {
    const problems = checked.error.issues.map(({ path, message }) => `${path.join('.') || name}: ${message}`);
    throw usage(`This can’t be said to an environment: ${problems.join('; ')}.`);
  }
  await needWorker(connected);
  const { workflow } = connected.client;
  // One id for all attempts: it is heard once.
  const updateId = randomUUID();
  const reply: unknown = await callTemporal(connected, limitMs, () =>
    workflow.executeUpdateWithStart(name, {
      updateId,
      args: [checked.data],
      startWorkflowOperation: startOf(environment, connected.taskQueue),
    }),
  );
  return cleanText(replySchema.parse(reply).says);
}
