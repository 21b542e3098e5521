/** Watches checks: a soak to its end, a guard until it is cancelled. One activity, resumed from its heartbeat. */
import { Context } from '@temporalio/activity';
import type { Check } from '../../runbook/plan.ts';
import type { WatchCall, WatchReply } from '../calls.ts';
import type { CheckContext } from '../check.ts';
import type { Json, StepContext } from '../contract.ts';
import { guarded } from '../guarded.ts';
import { openContext } from '../open-context.ts';
import type { StepDeps } from '../run-step.ts';
import { beginnings } from './beginnings.ts';
import type { Beginnings } from './beginnings.ts';
import type { Calibrate } from './calibration.ts';
import { clocksOf } from './clocks.ts';
import type { Clocks } from './clocks.ts';
import { closeDark, compare } from './compare.ts';
import { recaller } from './look-back.ts';
import type { Recall } from './look-back.ts';
import { emptyMemory, memorySchema } from './memory.ts';
import type { WatchMemory } from './memory.ts';
import { sample } from './sample.ts';
import { search } from './search.ts';
import { nextLook } from './span.ts';
import type { Span } from './span.ts';
import { tally } from './tally.ts';
import { decide, shownOf } from './verdict.ts';
import { lagOf, watchedBy } from './watched.ts';
import type { Watched, WatchKinds } from './watched.ts';

export interface WatchDeps extends StepDeps {
  readonly calibrate: Calibrate;
}

export const watchActivity =
  (kinds: WatchKinds, deps: WatchDeps) =>
  (call: WatchCall): Promise<WatchReply> =>
    guarded(deps, async () => {
      const opened = openContext({ ...call, key: '' }, deps.clientsFor(call.release));
      const ended = new AbortController();
      const signal = AbortSignal.any([opened.signal, ended.signal]);
      const { since, acknowledged } = call;
      try {
        return await untilDecided(call, kinds, { ...opened, signal, since, acknowledged }, opened, deps);
      } finally {
        // What is still calibrated is not wanted any more.
        ended.abort();
      }
    });

async function untilDecided(
  call: WatchCall,
  kinds: WatchKinds,
  context: CheckContext,
  { heartbeat, resumed }: StepContext,
  { calibrate }: WatchDeps,
): Promise<WatchReply> {
  const { now, sleep, signal } = context;
  const span = spanOf(call);
  const watched = watchedBy(call, kinds, span);
  const lag = lagOf(watched);
  const end = call.until === undefined ? Infinity : call.until + lag;
  const begun = beginnings(context, calibrate);
  const clocks = clocksOf(context);
  const recall = recaller(context, clocks);
  let memory = resume(resumed);
  for (;;) {
    const at = now();
    const patience = at >= end ? Infinity : Math.min(end, nextLook(span, lag, at)) - at;
    memory = await look(watched, { begun, clocks, recall, patience }, context, memory);
    // Only now is it known how far the sources are behind.
    const behind = clocks.behind();
    const over = at >= end + behind;
    if (over) memory = close(watched, memory);
    heartbeat(beatOf(call, watched, memory));
    const reply = decide(call, watched, memory, over);
    if (reply !== undefined) return reply;
    const due = Math.min(end + behind, nextLook(span, lag + behind, at));
    await sleep(Math.max(1, due - now()));
    signal.throwIfAborted();
  }
}

/** What a watch tells while it runs; whoever shows it knows by `node` where it belongs. The series stand in the memory. */
function beatOf({ node, acknowledged }: WatchCall, watched: Watched, memory: WatchMemory): Json {
  const shown = shownOf(watched, memory, acknowledged).map(({ series: _, ...evidence }) => evidence);
  return { node, ...memory, shown } as unknown as Json;
}

const spanOf = ({ since, until, interval, passEarly }: WatchCall): Span => ({
  since,
  interval,
  ...(until === undefined ? {} : { until }),
  ...(passEarly?.minimum === undefined ? {} : { minimum: passEarly.minimum }),
});

/** A worker that takes over goes on from what the last one had counted. */
function resume(resumed: Json | undefined): WatchMemory {
  const parsed = memorySchema.safeParse(resumed ?? Context.current().info.heartbeatDetails);
  return parsed.success ? parsed.data : emptyMemory;
}

interface Means {
  readonly begun: Beginnings;
  readonly clocks: Clocks;
  readonly recall: Recall;
  /** How long what is being calibrated is waited for. */
  readonly patience: number;
}

async function look(
  { samplings, comparings, recallings, searchings }: Watched,
  { begun, clocks, recall, patience }: Means,
  context: CheckContext,
  { tallies, compared, recalled, found }: WatchMemory,
): Promise<WatchMemory> {
  const parts = await Promise.all([
    each(samplings, async (one, id) => tally(one.check, tallies[id], await sample(one, context))),
    each(comparings, async (one, id) => {
      const from = await begun.from(one, compared[id], patience);
      return from === undefined ? compared[id] : compare(one, from, context, clocks);
    }),
    each(recallings, (one, id) => recall(one, recalled[id], patience)),
    each(searchings, (one, id) => search(one, found[id], context)),
  ]);
  return { tallies: parts[0], compared: parts[1], recalled: parts[2], found: parts[3] };
}

/** What is known of each check after this look, by its id. */
async function each<One extends { readonly check: Check }, Known>(
  all: readonly One[],
  lookAt: (one: One, id: string) => Promise<Known | undefined>,
): Promise<Record<string, Known>> {
  const known = await Promise.all(
    all.map(async (one) => {
      const now = await lookAt(one, one.check.id);
      return now === undefined ? [] : [[one.check.id, now] as const];
    }),
  );
  return Object.fromEntries(known.flat());
}

function close({ comparings }: Watched, memory: WatchMemory): WatchMemory {
  const closed = comparings.flatMap((comparing) => {
    const known = memory.compared[comparing.check.id];
    return known === undefined ? [] : [[comparing.check.id, closeDark(comparing, known)] as const];
  });
  return { ...memory, compared: Object.fromEntries(closed) };
}
