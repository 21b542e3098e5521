/** How the triggers stand: the configuration's, and those that Temporal keeps besides. */
import type { Config } from '../../worker/config.ts';
import { triggerStateSchema } from '../../workflows/trigger-messages.ts';
import type { TriggerState } from '../../workflows/trigger-messages.ts';
import type { Connected } from '../connect.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleaned } from '../views/clean.ts';
import { keptNames, keptTrigger } from './kept.ts';
import type { Kept } from './kept.ts';
import { marked, timesText } from './schedule.ts';

export interface TriggerView {
  readonly name: string;
  /**
   * `active` and `paused` are as the configuration has them; `differs`: Temporal keeps another one; `missing`: none;
   * `left`: the configuration has it no more. Null: there is no configuration here to tell.
   */
  readonly step: 'same' | 'differs' | 'missing' | 'left' | null;
  readonly paused: boolean;
  /** Why it is paused, and by whom. */
  readonly note: string | null;
  readonly runbook: string | null;
  readonly environment: string | null;
  readonly source: string | null;
  readonly times: string | null;
  /** ISO 8601. */
  readonly next: string | null;
  readonly lookedAt: string | null;
  readonly last: TriggerState['last'] | null;
  readonly waitsFor: string | null;
  /** What is new and can’t be released yet, with what it lacks. */
  readonly lacks: string | null;
  readonly notes: TriggerState['notes'];
  readonly problem: { readonly says: string; readonly remedy: string; readonly since: string } | null;
}

const limitMs = 10_000;

export async function readTriggers(
  connected: Connected,
  config: Pick<Config, 'triggers'> | undefined,
): Promise<TriggerView[]> {
  const names = new Set([...Object.keys(config?.triggers ?? {}), ...(await keptNames(connected))]);
  const views = await Promise.all([...names].sort().map((name) => readOne(connected, config, name)));
  return cleaned(views.flatMap((view) => view ?? []));
}

async function readOne(
  connected: Connected,
  config: Pick<Config, 'triggers'> | undefined,
  name: string,
): Promise<TriggerView | undefined> {
  const trigger = config?.triggers[name];
  const kept = await keptTrigger(connected, name);
  if (trigger === undefined && kept === undefined) return undefined;
  const { state, problem } = kept === undefined ? {} : await lastLook(connected, kept);
  return {
    name,
    step: config === undefined ? null : stepOf(name, trigger, kept),
    paused: kept?.described.state.paused ?? false,
    note: (kept?.described.state.paused === true && kept.described.state.note) || null,
    runbook: trigger?.runbook ?? null,
    environment: trigger?.environment ?? null,
    source: trigger === undefined ? null : sourceText(trigger.source),
    times: trigger === undefined ? null : timesText(trigger),
    next: kept?.described.info.nextActionTimes[0]?.toISOString() ?? null,
    lookedAt: state?.lookedAt ?? null,
    last: state?.last ?? null,
    waitsFor: state?.waitsFor ?? null,
    lacks: state?.lacks ?? null,
    notes: state?.notes ?? [],
    problem: problem ?? state?.problem ?? null,
  };
}

function stepOf(
  name: string,
  trigger: Config['triggers'][string] | undefined,
  kept: Kept | undefined,
): TriggerView['step'] {
  if (trigger === undefined) return 'left';
  if (kept === undefined) return 'missing';
  return kept.applied === marked(name, trigger) ? 'same' : 'differs';
}

type Source = Config['triggers'][string]['source'];

function sourceText(source: Source): string {
  switch (source.type) {
    case 'tag':
      return `tags ${source.match} of ${source.repository}`;
    case 'branch':
      return `${source.branch} of ${source.repository}`;
    case 'image':
      return source.tag === undefined
        ? `image tags ${source.match} of ${source.repository}`
        : `image ${source.repository}:${source.tag}`;
    case 'time':
      return 'the time alone';
  }
}

interface LastLook {
  /** What the last look that came to an end has left. */
  readonly state?: TriggerState;
  /** How one after that has ended badly. */
  readonly problem?: TriggerView['problem'];
}

async function lastLook(connected: Connected, { described }: Kept): Promise<LastLook> {
  let problem: TriggerView['problem'] = null;
  for (const { action, takenAt } of [...described.info.recentActions].reverse()) {
    const { workflowId, firstExecutionRunId } = action.workflow;
    const handle = connected.client.workflow.getHandle(workflowId, firstExecutionRunId);
    const look = await callTemporal(connected, limitMs, () => handle.describe()).catch(() => undefined);
    if (look === undefined) break;
    if (look.status.name === 'COMPLETED') {
      const state = triggerStateSchema.safeParse(
        await callTemporal(connected, limitMs, () => handle.result()),
      );
      if (state.success) return { state: state.data, problem };
    } else if (look.status.name !== 'RUNNING') problem ??= endedBadly(look.status.name, takenAt);
    else if (Date.now() - takenAt.getTime() > usualMs) problem ??= nobodyCame(connected, takenAt);
  }
  return { problem };
}

/** A look is a matter of seconds. */
const usualMs = 130_000;

const endedBadly = (status: string, since: Date): TriggerView['problem'] => ({
  says:
    status === 'TIMED_OUT'
      ? 'No worker took the last look up in time.'
      : `The last look was ended from outside (${status.toLowerCase()}).`,
  remedy: 'See whether workers run: slipway doctor.',
  since: since.toISOString(),
});

const nobodyCame = ({ taskQueue }: Connected, since: Date): TriggerView['problem'] => ({
  says: `It waits for a worker on the task queue ‘${taskQueue}’.`,
  remedy: 'Start one with slipway worker.',
  since: since.toISOString(),
});
