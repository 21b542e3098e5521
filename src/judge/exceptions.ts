/** New exceptions: issues first seen in this release, or come back in it. Each is evidence with a link; people are asked. */
import { z } from 'zod';
import type { Verdict } from './verdict.ts';

export const exceptionRulesSchema = z.strictObject({
  askAbove: z.number().int().min(0).default(0).describe('So many new issues bother nobody'),
  failAbove: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('More new issues than that fail the soak; absent: people decide'),
});
export type ExceptionRules = z.output<typeof exceptionRulesSchema>;

export interface NewIssue {
  readonly id: string;
  readonly title: string;
  readonly link?: string;
  readonly kind: 'new' | 'regressed';
}

export interface ExceptionVerdict {
  readonly verdict: Extract<Verdict, 'continue' | 'inconclusive' | 'fail'>;
  readonly reason: string;
  /** What nobody has acknowledged yet, each once. */
  readonly open: readonly NewIssue[];
}

/** Null issues: the source did not answer, which is neither good nor bad. */
export function judgeExceptions(
  { askAbove, failAbove = Infinity }: ExceptionRules,
  issues: readonly NewIssue[] | null,
  acknowledged: readonly string[],
): ExceptionVerdict {
  if (issues === null) return { verdict: 'continue', reason: 'no data about new issues', open: [] };
  const known = new Set(acknowledged);
  const open = [
    ...new Map(issues.filter(({ id }) => !known.has(id)).map((issue) => [issue.id, issue])).values(),
  ];
  const reason = sentence(open);
  if (open.length > failAbove)
    return { verdict: 'fail', reason: `${reason}; more than ${failAbove} fail the soak`, open };
  return { verdict: open.length > askAbove ? 'inconclusive' : 'continue', reason, open };
}

function sentence(open: readonly NewIssue[]): string {
  if (open.length === 0) return 'no new issues';
  const regressed = open.filter(({ kind }) => kind === 'regressed').length;
  const shown = open.slice(0, 3).map(({ title }) => `‘${title}’`);
  const more = open.length > shown.length ? ` and ${open.length - shown.length} more` : '';
  return `${open.length === 1 ? '1 new issue' : `${open.length} new issues`}${regressed === 0 ? '' : `, ${regressed} of them come back`}: ${shown.join(', ')}${more}`;
}
