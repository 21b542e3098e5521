/** A release as it stands. Its worker tells all of it; without one, Temporal's own record tells what it can. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TypedSearchAttributes } from '@temporalio/common';
import { z } from 'zod';
import { outcomes, phases } from '../workflows/view.ts';
import type { NodeView, ReleaseView } from '../workflows/view.ts';
import { statusQuery } from '../workflows/messages.ts';
import type { Connected } from './connect.ts';
import { CliError } from './cli-error.ts';
import { evidenceIn } from './evidence.ts';
import { callTemporal } from './temporal-errors.ts';
import { cleaned } from './views/clean.ts';

export interface Read {
  readonly view: ReleaseView;
  /** Why the view isn't whole. */
  readonly lacks?: string;
}

/** Enough to be sure that a worker of this version speaks. */
const viewSchema = z.custom<ReleaseView>(
  (value) => shape.safeParse(value).success,
  'the worker’s answer is of another version of Slipway',
);
const shape = z.looseObject({
  id: z.string(),
  phase: z.enum(phases),
  startedAt: z.string(),
  nodes: z.array(z.looseObject({ id: z.string(), title: z.string(), state: z.string(), depth: z.number() })),
  waiting: z.array(z.looseObject({ node: z.string(), commands: z.array(z.string()) })),
  undo: z.array(z.looseObject({ node: z.string() })),
  audit: z.array(z.looseObject({ at: z.string(), says: z.string() })),
});

const resultSchema = z.looseObject({
  outcome: z.enum(outcomes),
  why: z.string(),
  digest: z.string().optional(),
  steps: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      state: z.custom<NodeView['state']>((value) => typeof value === 'string'),
    }),
  ),
});

const queryMs = 5000;

/** The worker's view, or an error: for commands that need all of it. */
export async function readWhole(connected: Connected, id: string): Promise<ReleaseView> {
  const handle = connected.client.workflow.getHandle(id);
  const answer = await callTemporal(connected, queryMs, () => handle.query<unknown>(statusQuery));
  const view = viewSchema.safeParse(answer);
  if (view.success) return cleaned(withEvidenceRead(view.data));
  throw new CliError(
    'internal',
    `${id}: ${view.error.issues[0]?.message ?? 'an answer that can’t be read'}.`,
    'Update the older of the two.',
  );
}

const withEvidenceRead = (view: ReleaseView): ReleaseView => ({
  ...view,
  nodes: view.nodes.map((node) => ({
    ...node,
    evidence: evidenceIn(node.evidence),
    earlier: node.earlier?.map((round) => ({ ...round, evidence: evidenceIn(round.evidence) ?? [] })),
  })),
});

/** The worker's view, else what Temporal knows by itself. */
export async function readRelease(connected: Connected, id: string): Promise<Read> {
  try {
    return { view: await readWhole(connected, id) };
  } catch (error) {
    if (!(error instanceof CliError) || error.kind === 'notFound' || error.kind === 'unreachable')
      throw error;
    return {
      view: cleaned(await fromRecord(connected, id)),
      lacks: `${error.message} Only Temporal’s own record is shown; a worker tells the rest.`,
    };
  }
}

async function fromRecord(connected: Connected, id: string): Promise<ReleaseView> {
  const handle = connected.client.workflow.getHandle(id);
  const found = await callTemporal(connected, queryMs, () => handle.describe());
  const attribute = attributesOf(found.typedSearchAttributes);
  const [, runbook = '', environment = '', version = ''] = id.split('/');
  const ended: unknown =
    found.status.name === 'COMPLETED'
      ? await callTemporal(connected, queryMs, () => handle.result())
      : undefined;
  const result = resultSchema.safeParse(ended).data;
  return {
    id,
    runId: found.runId,
    runbook: attribute('Runbook') ?? runbook,
    environment: attribute('Environment') ?? environment,
    version: attribute('Version') ?? version,
    startedBy: 'unknown',
    startedAt: found.startTime.toISOString(),
    endedAt: found.closeTime?.toISOString(),
    phase:
      found.closeTime === undefined
        ? (phases.find((phase) => phase === attribute('Phase')) ?? 'running')
        : 'closed',
    outcome: result?.outcome,
    why: result?.why ?? whyEnded(found.status.name),
    digest: result?.digest,
    nodes: (result?.steps ?? []).map(({ id: node, kind, state }) => ({
      id: node,
      type: 'step',
      kind,
      title: kind,
      depth: 0,
      state,
      round: 1,
    })),
    waiting: [],
    undo: [],
    audit: [],
  };
}

/** A workflow that was ended from outside has no outcome of its own. */
function whyEnded(status: string): string | undefined {
  if (status === 'RUNNING' || status === 'COMPLETED') return undefined;
  return `Temporal’s record says: ${status.toLowerCase()}.`;
}

/** A release's search attribute by its name in Temporal. */
export const attributesOf =
  (attributes: TypedSearchAttributes) =>
  (name: 'Runbook' | 'Environment' | 'Version' | 'Phase' | 'Outcome'): string | undefined =>
    attributes.get(defineSearchAttributeKey(name, SearchAttributeType.KEYWORD));
