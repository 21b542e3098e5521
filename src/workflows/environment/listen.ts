/** What can be said to an environment: updates with synchronous validators, one signal, two queries. */
import { defineQuery, defineSignal, patched, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';
import {
  environmentQuery,
  exemptSchema,
  freezeSchema,
  holdSchema,
  leaveSchema,
  leaveSignal,
  ledgerQuery,
  recordSchema,
  requestSchema,
  rulesSignal,
  unfreezeSchema,
  unholdSchema,
  unrecordSchema,
} from '../../environment/messages.ts';
import type { EnvironmentUpdate, LedgerQuery } from '../../environment/messages.ts';
import type { EnvironmentView, LedgerEntry } from '../../environment/view.ts';
import type { Environment } from './entity.ts';
import { newest } from './ledger.ts';
import * as orders from './orders.ts';
import * as refuse from './refusals.ts';
import { onUpdate } from '../update.ts';
import type { Refusal } from '../update.ts';
import { environmentView } from './state.ts';

export function listen(env: Environment): void {
  setHandler(defineQuery<EnvironmentView>(environmentQuery), () => environmentView(env.state), {
    description: 'Holder, queue, freezes, holds and what runs here',
  });
  setHandler(
    defineQuery<LedgerEntry[], [Partial<LedgerQuery>?]>(ledgerQuery),
    (query) => newest(env.state.entries, query),
    { description: 'The newest entries of the ledger: { service?, limit? }' },
  );
  update(env, 'request', 'A release asks for the lease', requestSchema, refuse.refuseRequest, orders.request);
  update(env, 'record', 'What runs here now', recordSchema, refuse.refuseRecord, orders.recordDeployment);
  update(env, 'unrecord', 'What ran before runs again', unrecordSchema, never, orders.unrecordDeployment);
  update(
    env,
    'freeze',
    'Let no release in: { by, reason, until?, services? }',
    freezeSchema,
    refuse.refuseFreeze,
    orders.freeze,
  );
  update(
    env,
    'unfreeze',
    'Lift a freeze: { by, freeze, reason }',
    unfreezeSchema,
    refuse.refuseUnfreeze,
    orders.unfreeze,
  );
  update(
    env,
    'hold',
    'A version is bad, or all are held: { by, version?, runbook?, reason }',
    holdSchema,
    refuse.refuseHold,
    orders.hold,
  );
  update(
    env,
    'unhold',
    'It is not: { by, version?, runbook?, reason }',
    unholdSchema,
    refuse.refuseUnhold,
    orders.unhold,
  );
  update(
    env,
    'exempt',
    'Let a release through a freeze: { by, release, reason }',
    exemptSchema,
    refuse.refuseExempt,
    orders.exempt,
  );
  setHandler(
    defineSignal<[unknown]>(leaveSignal),
    (payload) => {
      const parsed = leaveSchema.safeParse(payload);
      if (parsed.success) orders.leave(env, parsed.data);
    },
    { description: 'A release gives its lease, or its place in the queue, back: { release, ended? }' },
  );
  setHandler(
    defineSignal(rulesSignal),
    () => {
      // A build that did not know this signal may have got it: what it did then stands.
      if (patched('hears-rules')) env.dirty = true;
    },
    { description: 'What holds everywhere has changed: look again who may come in' },
  );
}

const never = (): Refusal => undefined;

function update<Payload, Reply>(
  env: Environment,
  name: EnvironmentUpdate,
  description: string,
  schema: z.ZodType<Payload>,
  refuse: (env: Environment, payload: Payload) => Refusal,
  accept: (env: Environment, payload: Payload) => Reply | Promise<Reply>,
): void {
  onUpdate(env, name, { description, schema, refuse, accept });
}
