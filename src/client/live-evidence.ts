/** Evidence as it grows: while a soak or a guard watches, it stands in the heartbeat of its activity, which Temporal keeps. */
import type { Client } from '@temporalio/client';
import type { GuardNode, PlanNode, SoakNode } from '../runbook/plan.ts';
import { flatten } from '../workflows/state.ts';
import type { ReleaseView } from '../workflows/view.ts';
import type { Connected } from './connect.ts';
import { beatIn } from './evidence.ts';
import type { Beat } from './evidence.ts';
import { readRelease } from './read-release.ts';
import type { Read } from './read-release.ts';
import { callTemporal } from './temporal-errors.ts';
import { cleaned } from './views/clean.ts';

const limitMs = 5000;
/** Temporal is asked this often at most. */
const everyMs = 1000;

type Watching = SoakNode | GuardNode;

/** Adds the evidence of what is being watched; remembers it, so that it may be called more often than Temporal is asked. */
export function evidenceFeed(connected: Connected): (view: ReleaseView) => Promise<ReleaseView> {
  let beats: readonly Beat[] = [];
  let due = 0;
  let known = '';
  return async (view) => {
    const watching = watchingIn(view);
    if (watching.length === 0) return view;
    // Another soak may have the same checks: what the last one said is not for it.
    const now = watching.map(({ id }) => id).join();
    if (Date.now() >= due || now !== known) {
      known = now;
      beats = await beatsOf(connected, view);
      due = Date.now() + everyMs;
    }
    return withBeats(view, beats);
  };
}

/** A release once, with the evidence of what is being watched. */
export async function readWithEvidence(connected: Connected, id: string): Promise<Read> {
  const read = await readRelease(connected, id);
  return { ...read, view: await evidenceFeed(connected)(read.view) };
}

/** Gives each node what its own watch last said. */
export function withBeats(view: ReleaseView, beats: readonly Beat[]): ReleaseView {
  const watching = new Set(watchingIn(view).map(({ id }) => id));
  const found = new Map(beats.map(({ node, evidence }) => [node, evidence]));
  return {
    ...view,
    nodes: view.nodes.map((node) => {
      const evidence = watching.has(node.id) ? found.get(node.id) : undefined;
      return evidence === undefined ? node : { ...node, evidence };
    }),
  };
}

/** Nodes that compare a canary with its baseline, or a series with its past, just now. */
function watchingIn({ plan, nodes }: ReleaseView): readonly Watching[] {
  if (plan === undefined) return [];
  const running = new Set(nodes.filter(({ state }) => state === 'running').map(({ id }) => id));
  return flatten(plan.root)
    .map(({ node }) => node)
    .filter((node): node is Watching => compares(node) && running.has(node.id));
}

const compares = (node: PlanNode): boolean =>
  (node.type === 'soak' || node.type === 'guard') &&
  node.checks.some(({ judge, past }) => judge !== undefined || past !== undefined);

async function beatsOf(connected: Connected, { id, runId }: ReleaseView): Promise<readonly Beat[]> {
  const { client } = connected;
  const { raw } = await callTemporal(connected, limitMs, () =>
    client.workflow.getHandle(id, runId).describe(),
  );
  const activities = (raw.pendingActivities ?? []).filter(
    ({ activityType }) => activityType?.name === 'watch',
  );
  const beats = await Promise.all(
    activities.map(async ({ heartbeatDetails }) => beatIn(cleaned(await decoded(client, heartbeatDetails)))),
  );
  return beats.filter((beat) => beat !== undefined);
}

type Details = NonNullable<
  NonNullable<
    Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>['raw']['pendingActivities']
  >[number]['heartbeatDetails']
>;

/** By the client's own converter. What it can't decode, another team's key say, is not shown. */
async function decoded(client: Client, details: Details | null | undefined): Promise<unknown> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  try {
    let payloads = [...(details?.payloads ?? [])];
    for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
    const [payload] = payloads;
    return payload === undefined ? undefined : payloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}
