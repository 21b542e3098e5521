/** What soaks and guards share: look until it is over, and have people answer what was seen. */
import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { WatchCall, WatchReply } from '../activities/calls.ts';
import { fatal } from '../activities/errors.ts';
import { toMs } from '../runbook/plan.ts';
import type { Check, GuardNode, SoakNode } from '../runbook/plan.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import { watch } from './activity-options.ts';
import { ask } from './ask.ts';
import { errorView } from './error-view.ts';
import { because, gateOutput } from './gate.ts';
import { park } from './park.ts';
import { setAside } from './rounds.ts';
import { now } from './now.ts';
import { memoryOf, wasFoundDead } from './memory-of.ts';
import type { Run } from './run.ts';
import type { NodeRecord, WatchRecord } from './state.ts';
import type { ErrorView } from './view.ts';

/** Looks again after each answer of a person, until the time is over or (a guard) it is cancelled. */
export async function watchUntil(
  run: Run,
  node: SoakNode | GuardNode,
  forMs: number | undefined,
): Promise<void> {
  const record = run.record(node.id);
  // Where the release has continued as new it is on record: the watch goes on, or the question about it.
  const begun = record.watch;
  const watched = (record.watch ??= { since: Date.now(), acknowledged: [], at: 'looking' });
  const until = untilOf(record, watched, forMs);
  if (begun?.at === 'answering' && begun.reply === undefined) {
    if ((await repaired(run, node, record.error)) !== undefined) return;
    watched.at = 'looking';
  }
  for (;;) {
    if (watched.at === 'looking') {
      run.enter(node.id, 'running');
      const reply = await look(run, node, {
        since: watched.since,
        acknowledged: watched.acknowledged,
        ...(until === undefined ? {} : { until, ...earlyOf(node) }),
      });
      if (reply === undefined) continue;
      record.note = reply.says;
      if (reply.evidence !== undefined) record.evidence = reply.evidence;
      if (reply.verdict === 'pass') return;
      run.audit({
        by: 'slipway',
        what: reply.verdict === 'fail' ? 'tripped' : 'inconclusive',
        node: node.id,
        says: `‘${node.title}’: ${reply.says}`,
      });
      Object.assign(watched, { at: 'answering', reply });
    }
    const { reply } = watched;
    if (reply === undefined) throw fatal('internal', 'A watch asks without having seen anything.');
    const policy = reply.verdict === 'fail' ? node.onFail : (node.onInconclusive ?? 'ask');
    if (policy === 'rollback') {
      run.enter(node.id, 'failed', reply.says);
      run.halt({ kind: 'rollback', by: 'slipway', reason: `‘${node.title}’: ${reply.says}` });
    }
    if (policy === 'park') {
      if ((await repaired(run, node, checkFailed(reply))) !== undefined) return;
    } else {
      await explain(run, node, reply);
      watched.acknowledged.push(...reply.findings.map(({ id }) => id));
    }
    const round = { since: new Date(watched.since).toISOString(), until: now() };
    Object.assign(watched, { since: Date.now(), at: 'looking', reply: undefined, memory: undefined });
    if (until !== undefined && watched.since >= until) return;
    setAside(record, { ...round, ...reply });
  }
}

/** When a soak's time is over: it is on record once it has begun. A guard has none of its own. */
function untilOf(record: NodeRecord, { since }: WatchRecord, forMs: number | undefined): number | undefined {
  if (forMs === undefined) return undefined;
  record.until ??= new Date(since + forMs).toISOString();
  return Date.parse(record.until);
}

const earlyOf = (node: SoakNode | GuardNode): Pick<WatchCall, 'passEarly'> => {
  if (node.type === 'guard' || node.passEarly === undefined) return {};
  return { passEarly: node.minimum === undefined ? {} : { minimum: toMs(node.minimum) } };
};

const checkFailed = ({ says }: WatchReply): ErrorView =>
  errorView(
    fatal(
      'failed',
      says,
      'Look at what was seen: retry watches once more, skip goes on as if it had passed, rollback puts back.',
    ),
  );

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
  span: Pick<WatchCall, 'since' | 'until' | 'acknowledged' | 'passEarly'>,
): Promise<WatchReply | undefined> {
  const { watch: watched } = run.record(node.id);
  const resumed = watched?.memory === undefined ? {} : { resumed: watched.memory };
  try {
    const call = {
      release: run.state.release,
      node: node.id,
      checks: node.checks.map((check) => resolveCheck(run, check)),
      interval: toMs(node.interval),
      ...span,
      ...resumed,
    };
    const reply = await run.interruptible(node.id, () => watch(call, node.title));
    refuseLate(node);
    return reply;
  } catch (error) {
    if (run.leaves() && watched !== undefined && (isCancellation(error) || wasFoundDead(error))) {
      watched.memory = memoryOf(error) ?? watched.memory;
      await run.gone();
    }
    if (isCancellation(error)) throw error;
    // Its worker died, and was found dead after it was told to stop.
    refuseLate(node);
    if (watched !== undefined)
      Object.assign(watched, { at: 'answering', reply: undefined, memory: undefined });
    const skipped = await repaired(run, node, errorView(error));
    if (watched !== undefined) watched.at = 'looking';
    if (skipped === undefined) return undefined;
    return { verdict: 'pass', says: skipped, findings: [] };
  }
}

/** Whatever comes of a watch that is over is for nobody any more. */
function refuseLate({ title }: { readonly title: string }): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure(`‘${title}’ is over.`);
}

/** Parks. What a skip says; undefined where it is to be looked at again. */
async function repaired(
  run: Run,
  node: SoakNode | GuardNode,
  error: ErrorView | undefined,
): Promise<string | undefined> {
  const record = run.record(node.id);
  record.error = error;
  run.trip(node.id);
  const repair = await park(run, node.id, node.title);
  record.error = undefined;
  run.tripped.delete(node.id);
  if (repair.action !== 'skip') return undefined;
  record.note = `skipped by ${repair.by}: not watched to its end`;
  return record.note;
}

function resolveCheck(run: Run, check: Check): Check {
  const resolved = resolveInput(check.input, run.outputs());
  if (!resolved.ok)
    throw fatal('reference-unavailable', `The check '${check.id}' needs ${resolved.missing.join(', ')}.`);
  return { ...check, input: resolved.input };
}
