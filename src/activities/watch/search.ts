/** New exceptions from look to look: all that are open are found anew each time, and the judge counts them. */
import { z } from 'zod';
import { judgeExceptions } from '../../judge/index.ts';
import type { ExceptionRules } from '../../judge/index.ts';
import type { Check } from '../../runbook/plan.ts';
import type { Finding } from '../calls.ts';
import type { CheckContext } from '../check.ts';
import type { IssuesKind } from '../issues.ts';
import type { Standing } from './standing.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export interface Searching {
  readonly kind: IssuesKind;
  readonly check: Check;
  readonly input: unknown;
}

/** More are counted, but not listed: it rides in heartbeats. */
const listed = 50;

export const foundSchema = z.object({
  /** Null: the source has not answered yet. */
  verdict: z.enum(['continue', 'inconclusive', 'fail']).nullable(),
  says: z.string(),
  open: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().exactOptional() })),
  /** Looks in a row at which the source did not answer. */
  voids: z.number().int(),
});
export type Found = z.output<typeof foundSchema>;

const nothing: Found = { verdict: null, says: 'not looked at yet', open: [], voids: 0 };

export async function search(
  { kind, check, input }: Searching,
  before: Found = nothing,
  ctx: CheckContext,
): Promise<Found> {
  try {
    const { verdict, reason, open } = judgeExceptions(
      rulesOf(check),
      await kind.find(input, ctx),
      ctx.acknowledged,
    );
    return {
      verdict,
      says: reason,
      open: open
        .slice(0, listed)
        .map(({ id, title, link }) => ({ id, title, ...(link === undefined ? {} : { link }) })),
      voids: 0,
    };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const why = reasonOf(error);
    return { ...before, voids: before.voids + 1, says: `no data: ${why}` };
  }
}

/** A plan of the time before there were rules has a bound instead, above which the check failed. */
const rulesOf = ({ issues, max = 0 }: Check): ExceptionRules => issues ?? { askAbove: 0, failAbove: max };

/** A source that falls silent says neither that all is well nor that anything is wrong. */
export function foundStanding(
  { check }: Searching,
  { verdict, says, open, voids }: Found = nothing,
  over: boolean,
): Standing & { readonly findings: readonly Finding[] } {
  const stand = (now: Standing['verdict'], healthy: boolean) => ({
    verdict: now,
    says: `${check.title}: ${says}`,
    healthy,
    findings: open,
  });
  const silent = voids > 0 || verdict === null;
  if (!silent && verdict !== 'continue') return stand(verdict, false);
  if (voids > check.inconclusiveLimit || (over && silent)) return stand('inconclusive', false);
  return stand(over ? 'pass' : 'continue', !silent);
}
