/** The lease of the environment, and of what it shares: taken before the first node, given back at the end. */
import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import { environmentId, leaseNewsSchema, leaveSignal } from '../environment/messages.ts';
import type { LeaseNews, ReleaseEnd } from '../environment/messages.ts';
import { mostNames, namesIn } from '../runbook/recorded.ts';
import { requestLease } from './activity-options.ts';
import { publish } from './details.ts';
import { leaseWords } from './lease-words.ts';
import { holderOf, isChild, knotBefore, mayKnot } from './knot.ts';
import { now } from './now.ts';
import type { Run } from './run.ts';
import type { LeaseRecord } from './state.ts';

/** A child works under what its parent lends, which asks about it all the same: its version may be held, its services frozen. */
function wanted(run: Run): readonly string[] {
  const { plan, start } = run.state;
  const all = plan?.lease?.environments ?? [];
  // Children that began before asked for nothing that was lent, and those of a parent of before can't say within whom they are.
  const lent = isChild() ? (start.lent ?? []) : [];
  const borrows = all.some((name) => lent.includes(name));
  const asks = start.under !== undefined && patched('asks-under-lease');
  return borrows && !asks ? all.filter((name) => !lent.includes(name)) : all;
}

/** What a child of this release may use: its own leases, and what it was lent itself. */
export const lendable = (run: Run): readonly string[] => run.state.plan?.lease?.environments ?? [];

/**
 * Resolves when it holds them all, taken in the plan's order. `inFlight`: it had them before, so no freeze cuts it in two.
 * A rollback that a person gives up waits no longer.
 */
export async function takeLeases(run: Run, { inFlight }: { readonly inFlight: boolean }): Promise<void> {
  const names = wanted(run);
  if (names.length === 0) return;
  for (const name of names) {
    const leases = (run.state.leases ??= {});
    const record = (leases[name] ??= { since: now() });
    if (record.news === undefined) await ask(run, name, record, inFlight);
    if (record.news?.state === 'queued') {
      run.settlePhase();
      await untilLetIn(run, name, record, inFlight);
    }
    if (record.news?.state === 'superseded') {
      const { by } = record.news;
      run.halt({ kind: 'abort', by: 'slipway', reason: `superseded by ${by}` });
    }
  }
  run.settlePhase();
}

async function untilLetIn(run: Run, name: string, record: LeaseRecord, inFlight: boolean): Promise<void> {
  const over = (): boolean => record.news?.state !== 'queued' || run.abandoned;
  if (!mayKnot(run)) return condition(over);
  for (;;) {
    const knot = await knotBefore(run, name, record, over);
    if (knot === undefined) return;
    const holder = holderOf(record);
    // What has begun can't be as if it had not: it waits, and says why a person must end one of them.
    record.knot = knot;
    run.audit({ by: 'slipway', what: 'knot', says: knot });
    if (!inFlight) run.halt({ kind: 'abort', by: 'slipway', reason: knot });
    await condition(() => over() || holderOf(record) !== holder);
    record.knot = undefined;
    publish(run.state);
  }
}

async function ask(run: Run, name: string, record: LeaseRecord, inFlight: boolean): Promise<void> {
  const { release, start, plan } = run.state;
  const { urgent, exempt, startedBy } = start;
  const what = `lease of ${name}`;
  run.underWay.add(what);
  try {
    const news = await requestLease({
      environment: name,
      request: {
        release,
        runId: workflowInfo().runId,
        queue: plan?.lease?.queue ?? 'all',
        ...(urgent === undefined ? {} : { urgent: { reason: urgent } }),
        ...(exempt === undefined ? {} : { exempt: { by: startedBy, reason: exempt } }),
        inFlight,
        services: [...(plan?.lease?.services ?? [])],
        ...otherNames(run, name),
        ...(isChild() && start.under !== undefined ? { under: start.under } : {}),
        ...(plan?.course?.type === 'rollback' ? { purpose: 'rollback' as const } : {}),
      },
    });
    if (isNewer(record.news, news)) record.news = news;
  } finally {
    run.underWay.delete(what);
  }
}

/** As its plan records them in its own environment, and in the one that it asks for. */
function otherNames({ state: { plan, release } }: Run, asked: string): { readonly versions?: string[] } {
  if (plan === undefined) return {};
  const own = namesIn(plan.root, release.environment);
  const names = asked === release.environment ? own : [...new Set([...own, ...namesIn(plan.root, asked)])];
  return names.length === 0 ? {} : { versions: names.slice(0, mostNames) };
}

/**
 * The environment may have spoken by signal while its answer was on the way. Who is in, or out for good, is never told to wait again:
 * such an answer is newer than a signal to wait, whatever came first.
 */
const isNewer = (heard: LeaseNews | undefined, answered: LeaseNews): boolean =>
  heard === undefined ||
  (heard.state === 'queued' && answered.state !== 'queued' && patched('answer-beats-waiting'));

/** What an environment tells by signal. From a stranger it is worth nothing: only what was asked for is heard. */
export function hearLease(run: Run, payload: unknown): void {
  const news = leaseNewsSchema.safeParse(payload);
  const record = news.success ? run.state.leases?.[news.data.environment] : undefined;
  if (!news.success || record === undefined) return;
  if (record.news?.state === 'granted') return;
  record.news = news.data;
  const { says } = leaseWords(run.state.release, news.data.environment, news.data);
  if (news.data.state !== 'queued') run.audit({ by: 'slipway', what: 'lease', says });
  publish(run.state);
}

/**
 * Gives back what it holds and where it waits. The environment would notice by itself; this is at once. `ended`: for good,
 * and so; absent: it comes back.
 */
export function giveLeasesBack(run: Run, ended?: ReleaseEnd): Promise<void> {
  const names = Object.keys(run.state.leases ?? {});
  run.state.leases = {};
  return CancellationScope.nonCancellable(async () => {
    await Promise.all(
      names.map((name) =>
        getExternalWorkflowHandle(environmentId(name))
          .signal(leaveSignal, { release: run.state.release.id, ...(ended === undefined ? {} : { ended }) })
          // It is gone, and its lease with it.
          .catch(() => undefined),
      ),
    );
  });
}
