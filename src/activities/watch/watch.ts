/** Watches checks: a soak to its end, a guard until it is cancelled. One activity, resumed from its heartbeat. */
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import type { Check } from '../../runbook/plan.ts';
import type { WatchCall, WatchReply } from '../calls.ts';
import type { CheckContext, CheckKind } from '../check.ts';
import type { ComparisonKind } from '../comparison.ts';
import type { Json } from '../contract.ts';
import { fatal } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { openContext } from '../open-context.ts';
import type { StepDeps } from '../run-step.ts';
import { closeDark, compare } from './compare.ts';
import type { Comparing } from './compare.ts';
import { comparedSchema } from './compared.ts';
import { sample } from './sample.ts';
import type { Sampling } from './sample.ts';
import type { Span } from './span.ts';
import { tally, tallySchema } from './tally.ts';
import { decide, shownOf } from './verdict.ts';

export interface WatchKinds {
  readonly checks: ReadonlyMap<string, CheckKind>;
  readonly comparisons: ReadonlyMap<string, ComparisonKind>;
}

/** All that is remembered from look to look. */
const memorySchema = z.object({
  tallies: z.record(z.string(), tallySchema),
  compared: z.record(z.string(), comparedSchema),
});
export type WatchMemory = z.output<typeof memorySchema>;

export const watchActivity =
  (kinds: WatchKinds, deps: StepDeps) =>
  (call: WatchCall): Promise<WatchReply> =>
    guarded(deps, async () => {
      const opened = openContext({ key: '', release: call.release }, deps.clientsFor(call.release));
      const { now, sleep, signal, heartbeat, resumed } = opened;
      const context: CheckContext = { ...opened, since: call.since, acknowledged: call.acknowledged };
      const span = spanOf(call);
      const samplings = call.checks.flatMap((check) => samplingOf(check, kinds));
      const comparings = call.checks.flatMap((check) => comparingOf(check, kinds, span));
      let memory = resume(resumed);
      for (;;) {
        const due = now() + call.interval;
        memory = await look(samplings, comparings, context, memory);
        const late = Math.max(0, ...comparings.map(({ kind, input }) => kind.lagMs(input)));
        const over = call.until !== undefined && now() >= call.until + late;
        if (over) memory = close(comparings, memory);
        heartbeat({ ...memory, shown: shownOf(comparings, memory) } as unknown as Json);
        const reply = decide(call, samplings, comparings, memory, over);
        if (reply !== undefined) return reply;
        const end = call.until === undefined ? due : call.until + late;
        await sleep(Math.max(0, Math.min(due, end) - now()));
        signal.throwIfAborted();
      }
    });

const spanOf = ({ since, until, interval, passEarly }: WatchCall): Span => ({
  since,
  interval,
  ...(until === undefined ? {} : { until }),
  ...(passEarly?.minimum === undefined ? {} : { minimum: passEarly.minimum }),
});

/** A worker that takes over goes on from what the last one had counted. */
function resume(resumed: Json | undefined): WatchMemory {
  const parsed = memorySchema.safeParse(resumed ?? Context.current().info.heartbeatDetails);
  return parsed.success ? parsed.data : { tallies: {}, compared: {} };
}

async function look(
  samplings: readonly Sampling[],
  comparings: readonly Comparing[],
  context: CheckContext,
  { tallies, compared }: WatchMemory,
): Promise<WatchMemory> {
  const [sampled, judged] = await Promise.all([
    Promise.all(
      samplings.map(async (sampling) => {
        const { id } = sampling.check;
        return [id, tally(sampling.check, tallies[id], await sample(sampling, context))] as const;
      }),
    ),
    Promise.all(
      comparings.map(async (comparing) => {
        const { id } = comparing.check;
        return [id, await compare(comparing, compared[id], context)] as const;
      }),
    ),
  ]);
  return { tallies: Object.fromEntries(sampled), compared: Object.fromEntries(judged) };
}

function close(comparings: readonly Comparing[], { tallies, compared }: WatchMemory): WatchMemory {
  const closed = comparings.flatMap((comparing) => {
    const known = compared[comparing.check.id];
    return known === undefined ? [] : [[comparing.check.id, closeDark(comparing, known)] as const];
  });
  return { tallies, compared: Object.fromEntries(closed) };
}

function samplingOf(check: Check, { checks, comparisons }: WatchKinds): Sampling[] {
  if (comparisons.has(check.kind)) return [];
  const kind = checks.get(check.kind);
  if (kind === undefined)
    throw fatal('internal', `This worker has no check '${check.kind}': it is older than the plan.`);
  return [{ kind, check, input: parsed(kind.input, check) }];
}

function comparingOf(check: Check, { comparisons }: WatchKinds, span: Span): Comparing[] {
  const kind = comparisons.get(check.kind);
  return kind === undefined ? [] : [{ kind, check, input: parsed(kind.input, check), span }];
}

function parsed(schema: z.ZodType, check: Check): unknown {
  const input = schema.safeParse(check.input);
  if (input.success) return input.data;
  throw fatal('input-invalid', `The input of the check '${check.id}' is not valid: ${input.error.message}`);
}
