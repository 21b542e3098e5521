/** Soak and guard: time under checks. Each look is in one heartbeating activity, whatever its length. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { fatal } from '../activities/errors.ts';
import type { WatchReply } from '../activities/calls.ts';
import { toMs } from '../runbook/plan.ts';
import type { Check, GuardNode, SoakNode } from '../runbook/plan.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import { watch } from './activity-options.ts';
import { ask } from './ask.ts';
import { errorView } from './error-view.ts';
import { because, gateOutput } from './gate.ts';
import { park } from './park.ts';
import type { Run } from './run.ts';

export async function runSoak(run: Run, node: SoakNode): Promise<void> {
  await run.ready(node.id);
  try {
    await watchUntil(run, node, toMs(node.for));
    run.enter(node.id, 'done');
  } catch (error) {
    endCancelled(run, node.id, error);
    throw error;
  }
}

/** Runs the subtree while its checks keep watching; nothing below starts while a trip is unanswered. */
export async function runGuard(run: Run, node: GuardNode, inside: () => Promise<void>): Promise<void> {
  await run.ready(node.id);
  const watcher = new CancellationScope();
  const watching = watcher
    .run(() => watchUntil(run, node, undefined))
    .catch((error: unknown) => {
      if (!isCancellation(error))
        run.stop({ kind: 'rollback', by: 'slipway', reason: errorView(error).message });
    });
  const atLeast = node.atLeast === undefined ? 0 : toMs(node.atLeast);
  const until = Date.now() + atLeast;
  if (atLeast > 0) run.record(node.id).until = new Date(until).toISOString();
  try {
    await inside();
    const left = until - Date.now();
    if (left > 0) await sleep(left, { summary: `Keep watching: ${node.title}` });
    // A trip may have come while nothing was left to hold back.
    await run.answered(node.id);
    run.enter(node.id, 'done');
  } catch (error) {
    endCancelled(run, node.id, error);
    throw error;
  } finally {
    watcher.cancel();
    await CancellationScope.nonCancellable(() => watching);
  }
}

/** Looks again after each answer of a person, until the time is over or (a guard) it is cancelled. */
async function watchUntil(run: Run, node: SoakNode | GuardNode, forMs: number | undefined): Promise<void> {
  const record = run.record(node.id);
  const acknowledged: string[] = [];
  let since = Date.now();
  const until = forMs === undefined ? undefined : since + forMs;
  if (until !== undefined) record.until = new Date(until).toISOString();
  for (;;) {
    run.enter(node.id, 'running');
    const reply = await look(run, node, { since, acknowledged, ...(until === undefined ? {} : { until }) });
    if (reply === undefined) continue;
    record.note = reply.says;
    if (reply.verdict === 'pass') return;
    run.audit({
      by: 'slipway',
      what: reply.verdict === 'fail' ? 'tripped' : 'inconclusive',
      node: node.id,
      says: `‘${node.title}’: ${reply.says}`,
    });
    if (reply.verdict === 'fail' && node.onFail === 'rollback') {
      run.enter(node.id, 'failed', reply.says);
      run.halt({ kind: 'rollback', by: 'slipway', reason: `‘${node.title}’: ${reply.says}` });
    }
    await explain(run, node, reply);
    acknowledged.push(...reply.findings.map(({ id }) => id));
    since = Date.now();
    if (until !== undefined && since >= until) return;
  }
}

/** Asks what was found: approve goes on watching, reject rolls back. */
async function explain(run: Run, node: SoakNode | GuardNode, reply: WatchReply): Promise<void> {
  run.trip(node.id);
  const evidence = [
    { title: 'What was seen', value: reply.says },
    ...reply.findings.map(({ title, link }) => ({ title, value: link ?? '' })),
    ...node.ask.evidence,
  ];
  const answer = await ask(run, node.id, node.title, { ...node.ask, evidence });
  if (answer.decision === 'reject') {
    const by = answer.rejection?.by ?? 'slipway';
    run.enter(node.id, 'failed', reply.says);
    run.halt({
      kind: 'rollback',
      by,
      reason: `‘${node.title}’ (${reply.says}) was rejected by ${by}${because(answer)}`,
    });
  }
  run.record(node.id).output = gateOutput(answer);
  run.tripped.delete(node.id);
}

/** One watch; undefined where it failed and a person had it begin again. */
async function look(
  run: Run,
  node: SoakNode | GuardNode,
  span: { readonly since: number; readonly until?: number; readonly acknowledged: readonly string[] },
): Promise<WatchReply | undefined> {
  try {
    return await watch(
      {
        release: run.state.release,
        checks: node.checks.map((check) => resolveCheck(run, check)),
        interval: toMs(node.interval),
        ...span,
      },
      node.title,
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    run.record(node.id).error = errorView(error);
    run.trip(node.id);
    const repair = await park(run, node.id, node.title);
    run.record(node.id).error = undefined;
    run.tripped.delete(node.id);
    if (repair.action !== 'skip') return undefined;
    return { verdict: 'pass', says: `skipped by ${repair.by}: not watched to its end`, findings: [] };
  }
}

function resolveCheck(run: Run, check: Check): Check {
  const resolved = resolveInput(check.input, run.outputs());
  if (!resolved.ok)
    throw fatal('reference-unavailable', `The check '${check.id}' needs ${resolved.missing.join(', ')}.`);
  return { ...check, input: resolved.input };
}

function endCancelled(run: Run, id: string, error: unknown): void {
  if (isCancellation(error) && run.record(id).state !== 'failed') run.enter(id, 'cancelled');
}
