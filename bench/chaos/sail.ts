/** One release from its start to its end, with its view looked at all the way, and its questions answered. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { say, sayingFor } from './crew.ts';
import type { Delivery, Saying } from './crew.ts';
import { heldBy } from './held.ts';
import type { Lane } from './lane.ts';
import { openCompany } from './company.ts';
import type { Company } from './company.ts';
import { leasesHeld } from './leases-held.ts';
import { onRecord, putOnRecord } from './on-record.ts';
import { withoutMadeNames, withoutNewHashes } from './made-names.ts';
import type { Bound } from './subject.ts';
import { settledSnapshot } from './settled.ts';
import { contradictions } from './truth.ts';
import type { VoyageLog } from './voyage-log.ts';

/** What a run may do at moments that only its driver knows. */
export interface Interference {
  /** Before anything is confirmed; `runId` is what keys are made of. */
  started?(runId: string): void | Promise<void>;
  /** Before a question is answered, with whether to go on at once. */
  before?(saying: Saying): Promise<void>;
  /** After it was. */
  after?(saying: Saying): Promise<void>;
  readonly delivery?: Delivery;
  /** The snapshot that the world shall come to rest at, if it is known. */
  readonly rest?: unknown;
}

export class Stuck extends Error {
  override readonly name = 'Stuck';
}

const everyMs = 100;
const queryMs = 1500;
const longestMs = 120_000;

export async function sail(lane: Lane, leg: Bound, interference: Interference = {}): Promise<VoyageLog> {
  const begun = Date.now();
  const { client, world, tripwire } = lane;
  const { voyage } = leg;
  const before = await world.snapshot();
  const seen = (await world.journal()).entries.length;
  await putOnRecord(client, leg);
  const company = await openCompany(client, voyage, interference.delivery ?? 'once');
  const handle = await startOf(lane, leg);
  const runId = handle.firstExecutionRunId;
  await interference.started?.(runId);
  const watched = await untilClosed(lane, handle, leg, { ...interference, company }).catch(
    async (error: unknown) => {
      await handle.terminate('stuck in a chaos run').catch(() => undefined);
      await company.scatter();
      throw error;
    },
  );
  const events = [...tripwire.events];
  const outOfLine = await company.over(handle, { runId, root: watched.view.plan?.root }, events, begun);
  const unmade = withoutMadeNames([{ runId, root: watched.view.plan?.root }, ...company.named]);
  const unhashed = withoutNewHashes(before);
  const plain = (text: string): string => unhashed(unmade(text));
  const { entries, duplicates } = await world.journal();
  return {
    ...watched,
    lies: [...watched.lies, ...outOfLine],
    runId,
    events,
    effects: entries.slice(seen).map((effect) => ({ ...effect, target: plain(effect.target) })),
    duplicates,
    before,
    after: await settledSnapshot(world, plain, interference.rest),
    recorded: await onRecord(client, leg),
    held: [...(await heldBy(lane, handle)), ...(await leasesHeld(client, voyage.environment))],
    ms: Date.now() - begun,
  };
}

function startOf({ client }: Lane, { subject, voyage, version }: Bound) {
  const { environment, startedBy, input, course } = voyage;
  const start: StartRelease = {
    runbook: subject.name,
    environment,
    version,
    startedBy,
    input: { environment, version, ...input },
    confirm: 'ask',
    // Its world has come to where it begins without a ledger.
    exempt: 'tried for harm',
    ...(course === undefined ? {} : { course }),
  };
  return client.workflow.start(releaseWorkflow, {
    taskQueue: 'slipway',
    workflowId: releaseId(subject.name, environment, version),
    args: [start],
    ...releaseStartOptions(start),
    // Of a voyage that nobody could end, nothing is left.
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  });
}

async function untilClosed(
  { client }: Lane,
  handle: WorkflowHandle,
  { voyage }: Bound,
  interference: Interference & { readonly company: Company },
): Promise<Pick<VoyageLog, 'view' | 'lies' | 'parked'>> {
  const lies: string[] = [];
  const parked = new Set<string>();
  const retried = new Map<string, number>();
  let last: ReleaseView | undefined;
  let saying: Promise<void> | undefined;
  const broken: Error[] = [];
  let handed = false;
  for (const until = Date.now() + longestMs; ; await wait(everyMs)) {
    raise(broken);
    if (Date.now() > until) throw new Stuck(whereOf(last));
    const view = await client.connection
      .withDeadline(Date.now() + queryMs, () => handle.query<ReleaseView>('status'))
      .catch(() => undefined);
    if (view === undefined) continue;
    lies.push(...contradictions(last, view));
    last = view;
    for (const { node, for: what } of view.waiting) if (what.endsWith('repair')) parked.add(node);
    if (view.phase === 'closed') break;
    const next = saying === undefined ? sayingFor(view, voyage, retried) : undefined;
    if (next === undefined || (next.update === 'hand-over' && handed)) continue;
    handed ||= next.update === 'hand-over';
    if (next.update === 'resolve') retried.set(next.payload.node, (retried.get(next.payload.node) ?? 0) + 1);
    saying = speak(next)
      .catch((error: unknown) => void broken.push(error instanceof Error ? error : new Error(String(error))))
      .finally(() => (saying = undefined));
  }
  await saying;
  raise(broken);
  await handle.result();
  return { view: last, lies: [...new Set(lies)], parked: [...parked] };

  async function speak(next: Saying): Promise<void> {
    await interference.before?.(next);
    if (next.update === 'hand-over') await interference.company.handOver(handle);
    else await say(client, handle, next, interference.delivery ?? 'once');
    await interference.after?.(next);
  }
}

function raise([first]: readonly Error[]): void {
  if (first !== undefined) throw first;
}

function whereOf(view: ReleaseView | undefined): string {
  if (view === undefined) return 'Its view was never seen.';
  const open = view.nodes.filter(({ state }) =>
    ['running', 'waiting', 'parked', 'undoing', 'undo-parked'].includes(state),
  );
  return `Still ${view.phase}: ${open.map(({ id, state, error }) => `${id} ${state}${error === undefined ? '' : ` (${error.message})`}`).join(', ')}.`;
}
