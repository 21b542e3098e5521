/** A release within a release: planned when it is reached, from the outputs so far. */
import { ChildWorkflowCancellationType, executeChild, ParentClosePolicy } from '@temporalio/workflow';
import { fatal } from '../activities/errors.ts';
import type { Json } from '../runbook/json.ts';
import type { ReleaseNode } from '../runbook/plan.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import { lendable } from './lease.ts';
import { releaseId, releaseWorkflow, startSchema } from './messages.ts';
import type { StartRelease } from './messages.ts';
import type { Run } from './run.ts';
import { releaseStartOptions } from './start-options.ts';
import type { UndoEntry } from './state.ts';
import { untilDone } from './step.ts';
import type { ReleaseResult } from './view.ts';

/** A child's result carries its undo: a rollback of the parent puts the child's effects back as well. */
export type ChildResult = ReleaseResult & { readonly undo: readonly UndoEntry[] };

export const runChild = (run: Run, node: ReleaseNode): Promise<void> =>
  untilDone(run, node, async () => {
    const start = startOf(run, node);
    const id = releaseId(start.runbook, start.environment, start.version);
    run.record(node.id).note = id;
    run.children.add(id);
    const result = await executeChild<(start: StartRelease) => Promise<ChildResult>>(releaseWorkflow, {
      workflowId: id,
      args: [start],
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      ...releaseStartOptions(start),
    }).finally(() => run.children.delete(id));
    run.state.undo.push(...result.undo.map((entry) => ({ ...entry, node: node.id })));
    if (result.outcome !== 'succeeded')
      throw fatal('failed', `The release ${id} ended ${result.outcome}: ${result.why}`);
    return { id, outcome: result.outcome, outputs: { ...result.outputs } };
  });

function startOf(run: Run, node: ReleaseNode): StartRelease {
  const given = run.record(node.id).amended ?? node.input;
  const resolved = resolveInput(given, run.outputs());
  if (!resolved.ok) throw fatal('reference-unavailable', `No output for ${resolved.missing.join(', ')}.`);
  const input: Record<string, Json> = resolved.input;
  const parsed = startSchema.safeParse({
    runbook: node.runbook,
    environment: input['environment'],
    version: input['version'],
    input,
    startedBy: run.state.start.startedBy,
    confirm: 'none',
    lent: lendable(run),
    under: [...(run.state.start.under ?? []), run.state.release.id],
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw fatal('input-invalid', `The release of '${node.runbook}' can’t start: ${problems.join('; ')}.`);
}
