/** Rollback: the undo of all that was done, newest first. It can't be cancelled; a failing undo parks like any step. */
import { CancellationScope } from '@temporalio/workflow';
import { neverHappened } from '../activities/calls.ts';
import { steps } from '../activities/registry.ts';
import { activitiesOf } from './activity-options.ts';
import { errorView } from './error-view.ts';
import { park } from './park.ts';
import type { Run } from './run.ts';
import type { UndoEntry } from './state.ts';

/** Returns what stays: irreversible effects, and undos that a person skipped or an abort left open. */
export function rollBack(run: Run): Promise<readonly string[]> {
  return CancellationScope.nonCancellable(async () => {
    run.phase('rolling-back');
    for (const entry of [...run.state.undo].reverse()) {
      if (run.abandoned) break;
      if (run.leaving) await run.gone();
      if (entry.state === 'open') await undo(run, entry);
    }
    return left(run);
  });
}

/** What stays of all that was done, as far as a rollback went. */
export const left = (run: Run): readonly string[] => run.state.undo.flatMap(leftOf);

function leftOf({ title, irreversible, leaves, state }: UndoEntry): string[] {
  if (irreversible !== undefined) return [`${title}: ${irreversible}`];
  switch (state) {
    case 'never':
      return [];
    case 'undone':
      return leaves === undefined ? [] : [`${title}: undone, but this stays: ${leaves}`];
    case 'open':
    case 'left':
      return [`${title}: not put back`];
  }
}

async function undo(run: Run, entry: UndoEntry): Promise<void> {
  if (entry.irreversible !== undefined) {
    run.audit({
      by: 'slipway',
      what: 'left',
      node: entry.node,
      says: `‘${entry.title}’ stays: ${entry.irreversible}`,
    });
    return;
  }
  const step = steps.get(entry.kind);
  if (step === undefined) throw new Error(`This worker has no step '${entry.kind}'.`);
  const { key, release, input, before, ref, output, node, title } = entry;
  const call = {
    key,
    release,
    input,
    before,
    ...(ref === undefined ? {} : { ref }),
    ...(output === undefined ? {} : { output }),
  };
  // A release that has continued as new finds it parked.
  let parked = run.record(node).state === 'undo-parked';
  for (;;) {
    if (!parked) {
      run.enter(node, 'undoing');
      run.underWay.add(node);
      try {
        const says = await activitiesOf(step, title).undo(call);
        run.underWay.delete(node);
        entry.state = says === neverHappened ? 'never' : 'undone';
        run.audit({ by: 'slipway', what: 'undone', node, says });
        return run.enter(node, 'undone', says);
      } catch (error) {
        run.underWay.delete(node);
        run.record(node).error = errorView(error);
      }
    }
    parked = false;
    const repair = await park(run, node, `Undo: ${title}`, 'undo-parked');
    if (repair.action === 'skip') {
      entry.state = 'left';
      return run.enter(node, 'failed', `undo skipped by ${repair.by}`);
    }
  }
}
