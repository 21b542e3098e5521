/** Environments in memory, by the rules of the real ones: for steps' own tests. Faults and the journal are a practice world's. */
import { retryLater } from '../../src/activities/errors.ts';
import type { EnvironmentsClient } from '../../src/environment/client.ts';
import { everywhere } from '../../src/environment/messages.ts';
import type { World } from '../../src/practice/world.ts';
import { putHold, takeHold } from '../../src/workflows/environment/holding.ts';
import { newest, record, unrecord } from '../../src/workflows/environment/ledger.ts';
import { emptyState, environmentView } from '../../src/workflows/environment/state.ts';
import type { EnvironmentState } from '../../src/workflows/environment/state.ts';

export interface MemoryEnvironments extends EnvironmentsClient {
  /** What runs where, without times. */
  snapshot(): unknown;
}

const system = 'environments';

const heldIn = ({ holds }: EnvironmentState): string =>
  JSON.stringify(holds.map(({ runbook, version, reason }) => ({ runbook, version, reason })));

export function memoryEnvironments({
  faults,
  journal,
}: Pick<World, 'faults' | 'journal'>): MemoryEnvironments {
  const states = new Map<string, EnvironmentState>();

  /** One request and its reply, either of which may be lost. */
  async function request<T>(
    method: 'GET' | 'POST',
    path: string,
    signal: AbortSignal | undefined,
    handle: () => T,
  ): Promise<T> {
    signal?.throwIfAborted();
    const lost = retryLater(
      'unavailable',
      `Temporal can’t be asked about environments: no answer from ${path}`,
    );
    const fault = faults.take(system, method, path);
    if (fault?.kind.type === 'refuse') throw lost;
    const reply = handle();
    if (fault?.kind.type === 'drop-reply') throw lost;
    return structuredClone(reply);
  }

  function changing<T>(
    name: string,
    effect: string,
    target: string,
    key: string | null,
    change: (state: EnvironmentState) => T,
  ): T {
    const state = states.get(name) ?? emptyState(name);
    states.set(name, state);
    const { count } = state;
    const holds = heldIn(state);
    const reply = change(state);
    if (state.count > count || heldIn(state) !== holds)
      journal.record({ system, effect, target: `${name} ${target}`, key });
    return reply;
  }

  const now = (): string => new Date().toISOString();

  return {
    read: (name, signal) =>
      request('GET', `/${name}`, signal, () => {
        const state = states.get(name);
        return state && environmentView(state);
      }),
    rulesOfAll: (signal) => request('GET', `/${everywhere}`, signal, () => states.get(everywhere)),
    ledger: (name, query, signal) =>
      request('GET', `/${name}/ledger`, signal, () => newest(states.get(name)?.entries ?? [], query)),
    record: (name, entry, signal) =>
      request('POST', `/${name}/record`, signal, () =>
        changing(name, 'deployment.record', entry.deployment.service, entry.key, (state) =>
          record(state, entry, now()),
        ),
      ),
    unrecord: (name, order, signal) =>
      request('POST', `/${name}/unrecord`, signal, () =>
        changing(name, 'deployment.unrecord', order.service, order.key, (state) =>
          unrecord(state, order, now()),
        ),
      ),
    hold: (name, order, signal) =>
      request('POST', `/${name}/hold`, signal, () =>
        changing(name, 'runbook.hold', order.runbook ?? 'any', order.key ?? null, (state) =>
          putHold(state, order, now()),
        ),
      ),
    unhold: (name, order, signal) =>
      request('POST', `/${name}/unhold`, signal, () =>
        changing(name, 'runbook.unhold', order.runbook ?? 'any', null, (state) => takeHold(state, order)),
      ),
    snapshot: () =>
      [...states].flatMap(([name, { current, holds }]) => [
        ...Object.values(current).map(({ service, version, digest }) => ({ name, service, version, digest })),
        ...holds.map(({ runbook, version, reason }) => ({ name, runbook, version, reason })),
      ]),
  };
}
