/** Tries the checks of a plan against their sources, before anybody says yes to it. */
import { ApplicationFailure } from '@temporalio/common';
import { retryLater } from '../activities/errors.ts';
import { watched } from '../activities/registry.ts';
import { wrong } from '../activities/verify.ts';
import type { Doubt, VerifyContext } from '../activities/verify.ts';
import type { Tried } from '../runbook/assemble-plan.ts';
import { canonicalJson } from '../runbook/digest.ts';
import type { Check, Plan } from '../runbook/plan.ts';
import { pathText } from '../runbook/problem.ts';
import { refsIn } from '../runbook/reference.ts';
import { placesOf } from '../runbook/validation/places.ts';
import { reasonOf } from '../runbook/reason-of.ts';
import { memo } from './memo.ts';

/** Milliseconds that a source may take for all questions of one check. */
const limit = 30_000;

interface Placed {
  readonly check: Check;
  /** Title of the soak or guard. */
  readonly of: string;
  readonly path: string;
}

/** What no retry heals is a problem of the plan; a source that is away throws, so that the plan is made again later. */
export async function tryChecks(plan: Plan, ctx: VerifyContext): Promise<Tried> {
  // Several nodes may watch the same: it is asked once.
  const doubtsIn = memo(
    (one: Placed) => doubtsOf(one, ctx),
    ({ check: { kind, input } }) => canonicalJson({ kind, input }),
  );
  const doubts = await Promise.all(
    placed(plan).map(async (one) => (await doubtsIn(one)).map((doubt) => ({ ...one, doubt }))),
  );
  const all = doubts.flat();
  return {
    problems: all
      .filter(({ doubt }) => doubt.severity === 'error')
      .map(({ doubt, path, check, of }) => ({
        path,
        message: `the check ‘${check.title}’ of ‘${of}’ can’t work: ${doubt.says}`,
        remedy: 'Correct the check’s input',
      })),
    warnings: all
      .filter(({ doubt }) => doubt.severity === 'warning')
      .map(({ doubt, check, of }) => `The check ‘${check.title}’ of ‘${of}’: ${doubt.says}`),
  };
}

const placed = ({ root }: Plan): Placed[] =>
  placesOf(root).places.flatMap(({ node, path }) =>
    node.type === 'soak' || node.type === 'guard'
      ? node.checks
          .map((check, index) => ({
            check,
            of: node.title,
            path: pathText([...path, 'checks', index]),
          }))
          // What a step will give is not known yet.
          .filter(({ check }) => refsIn(check.input).length === 0)
      : [],
  );

async function doubtsOf({ check, of }: Placed, ctx: VerifyContext): Promise<readonly Doubt[]> {
  const kind = watched(check.kind);
  const input = kind?.input.safeParse(check.input);
  if (kind?.verify === undefined || input?.success !== true) return [];
  const late = AbortSignal.timeout(limit);
  try {
    return await kind.verify(input.data, { ...ctx, signal: AbortSignal.any([ctx.signal, late]) });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (error instanceof ApplicationFailure && error.nonRetryable === true) return [wrong(error.message)];
    const why = late.aborted ? `no answer within ${limit / 1000} s` : reasonOf(error);
    const after = error instanceof ApplicationFailure ? asMs(error.nextRetryDelay) : undefined;
    throw retryLater(
      'unavailable',
      `The check ‘${check.title}’ of ‘${of}’ can’t be tried, so the plan can’t be made: ${why}`,
      after,
      { cause: error },
    );
  }
}

const asMs = (delay: ApplicationFailure['nextRetryDelay']): number | undefined =>
  typeof delay === 'number' ? delay : undefined;
