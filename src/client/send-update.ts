/** Says something to a release. The payload is checked before it goes out; a refusal is an error with the reason. */
import { randomUUID } from 'node:crypto';
import { confirmSchema, decideSchema, orderSchema, resolveSchema } from '../workflows/messages.ts';
import type { Confirm, Decide, Order, Reply, Resolve, UpdateName } from '../workflows/messages.ts';
import { usage } from './cli-error.ts';
import type { Connected } from './connect.ts';
import { callTemporal } from './temporal-errors.ts';
import { cleanText } from './views/clean.ts';

interface Payloads {
  confirm: Confirm;
  decide: Decide;
  resolve: Resolve;
  pause: Order;
  resume: Order;
  rollback: Order;
  abort: Order;
}

const schemas = {
  confirm: confirmSchema,
  decide: decideSchema,
  resolve: resolveSchema,
  pause: orderSchema,
  resume: orderSchema,
  rollback: orderSchema,
  abort: orderSchema,
} satisfies Record<UpdateName, unknown>;

const limitMs = 15_000;

/** Resolves with the release's own words. */
export async function sendUpdate<Name extends UpdateName>(
  connected: Connected,
  id: string,
  name: Name,
  payload: Payloads[Name],
): Promise<string> {
  const checked = schemas[name].safeParse(payload);
  if (!checked.success) {
    const problems = checked.error.issues.map(({ path, message }) => `${path.join('.') || name}: ${message}`);
    throw usage(`This can’t be said to a release: ${problems.join('; ')}.`);
  }
  const handle = connected.client.workflow.getHandle(id);
  // One id for all attempts: it is heard once.
  const updateId = randomUUID();
  const { says } = await callTemporal(connected, limitMs, () =>
    handle.executeUpdate<Reply, [unknown]>(name, { updateId, args: [checked.data] }),
  );
  return cleanText(says);
}
