/** What a watch looks at: its checks by the way in which they are judged, each with its input as its kind has it. */
import type { z } from 'zod';
import type { Check } from '../../runbook/plan.ts';
import type { WatchCall } from '../calls.ts';
import type { CheckKind } from '../check.ts';
import type { ComparisonKind } from '../comparison.ts';
import { fatal } from '../errors.ts';
import type { IssuesKind } from '../issues.ts';
import type { PastKind } from '../past.ts';
import type { Comparing } from './compare.ts';
import type { Recalling } from './recalled.ts';
import type { Sampling } from './sample.ts';
import type { Searching } from './search.ts';
import type { Span } from './span.ts';

export interface WatchKinds {
  readonly checks: ReadonlyMap<string, CheckKind>;
  readonly comparisons: ReadonlyMap<string, ComparisonKind>;
  readonly pasts: ReadonlyMap<string, PastKind>;
  readonly issues: ReadonlyMap<string, IssuesKind>;
}

export interface Watched {
  readonly samplings: readonly Sampling[];
  readonly comparings: readonly Comparing[];
  readonly recallings: readonly Recalling[];
  readonly searchings: readonly Searching[];
}

export function watchedBy({ checks }: WatchCall, kinds: WatchKinds, span: Span): Watched {
  const all = Object.values(kinds).map((of: ReadonlyMap<string, unknown>) => of);
  const unknown = checks.find(({ kind }) => !all.some((of) => of.has(kind)));
  if (unknown !== undefined)
    throw fatal('internal', `This worker has no check '${unknown.kind}': it is older than the plan.`);
  const of = <Kind extends { readonly input: z.ZodType }>(known: ReadonlyMap<string, Kind>) =>
    checks.flatMap((check) => {
      const kind = known.get(check.kind);
      return kind === undefined ? [] : [{ kind, check, input: parsed(kind.input, check), span }];
    });
  return {
    samplings: of(kinds.checks),
    comparings: of(kinds.comparisons),
    recallings: of(kinds.pasts),
    searchings: of(kinds.issues),
  };
}

function parsed(schema: z.ZodType, check: Check): unknown {
  const input = schema.safeParse(check.input);
  if (input.success) return input.data;
  throw fatal('input-invalid', `The input of the check '${check.id}' is not valid: ${input.error.message}`);
}

/** Milliseconds after its end at which what belongs to a time can be read whole. */
export const lagOf = ({ comparings, recallings }: Watched): number =>
  Math.max(
    0,
    ...comparings.map(({ kind, input }) => kind.lagMs(input)),
    ...recallings.map(({ kind, input }) => kind.spanOf(input).lag * 1000),
  );
