/** The other release of a voyage: it has the environment, stays at its gate, and hands the environment over when told to. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { answerTo } from '../../src/demo/answers.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { isOver, say } from './crew.ts';
import type { Delivery } from './crew.ts';
import type { Named } from './made-names.ts';
import type { Rival } from './subject.ts';

export interface AtItsGate {
  readonly handle: WorkflowHandle;
  readonly named: Named;
  /** Resolves when it has been told to end, which it does by itself then. */
  handOver(delivery: Delivery): Promise<void>;
  /** How it ended, where that is not as it should be. */
  ended(): Promise<readonly string[]>;
}

const patienceMs = 60_000;
const everyMs = 100;
const resultSchema = z.looseObject({ outcome: z.string() });

export async function startRival(client: Client, environment: string, rival: Rival): Promise<AtItsGate> {
  const { runbook, version, startedBy, input } = rival;
  const start: StartRelease = {
    runbook,
    environment,
    version,
    startedBy,
    input: { environment, version, ...input },
    confirm: 'none',
    exempt: 'tried for harm',
  };
  const handle = await client.workflow.start(releaseWorkflow, {
    taskQueue: 'slipway',
    workflowId: releaseId(runbook, environment, version),
    args: [start],
    ...releaseStartOptions(start),
  });
  const view = await untilAt(handle, rival);
  return {
    handle,
    named: { runId: handle.firstExecutionRunId, root: view.plan?.root },
    handOver: (delivery) =>
      rival.ends === 'approved'
        ? approved(client, handle, view, delivery)
        : terminated(client, handle, 'tried for harm'),
    ended: () => otherwiseEnded(handle, rival),
  };
}

async function untilAt(handle: WorkflowHandle, { gate }: Rival): Promise<ReleaseView> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await wait(everyMs)) {
    const view = await handle.query<ReleaseView>('status').catch(() => undefined);
    if (view?.waiting.some(({ node }) => node === gate) === true) return view;
    if (view?.phase === 'closed') throw new Error(`The rival ended before its gate: ${String(view.why)}.`);
  }
  throw new Error(`The rival did not come to its gate ${gate}.`);
}

async function approved(
  client: Client,
  handle: WorkflowHandle,
  view: ReleaseView,
  delivery: Delivery,
): Promise<void> {
  const answer = answerTo(view, new Map());
  if (answer === undefined) throw new Error('The rival is asked nothing.');
  await say(client, handle, answer, delivery);
}

/** As a person at Temporal's own web UI does; one that runs no more, or never did, is left so. */
export async function terminated(client: Client, handle: WorkflowHandle, why: string): Promise<void> {
  for (const until = Date.now() + patienceMs; ; await wait(everyMs)) {
    try {
      const deadline = Date.now() + 5000;
      return void (await client.connection.withDeadline(deadline, () => handle.terminate(why)));
    } catch (error) {
      if (isOver(error)) return;
      if (Date.now() > until) throw error;
    }
  }
}

async function otherwiseEnded(handle: WorkflowHandle, { ends }: Rival): Promise<readonly string[]> {
  const wanted = ends === 'approved' ? 'COMPLETED' : 'TERMINATED';
  let seen = 'nowhere';
  for (const until = Date.now() + patienceMs; seen !== wanted; await wait(everyMs)) {
    seen = await handle.describe().then(({ status }) => status.name, String);
    if (Date.now() > until) return [`the release that had the environment is ${seen}, not ${wanted}`];
  }
  if (ends === 'terminated') return [];
  const { outcome } = resultSchema.parse(await handle.result());
  return outcome === 'succeeded' ? [] : [`the release that had the environment ended ${outcome}`];
}
