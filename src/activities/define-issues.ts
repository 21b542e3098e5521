/** Declares a check for new exceptions and gives runbooks its builder: `metrics.newIssues({ … }, { failAbove: 10 })`. */
import type { z } from 'zod';
import { buildIssues } from '../runbook/check-builder.ts';
import type { IssuesOptions } from '../runbook/check-builder.ts';
import type { IssuesKind } from './issues.ts';
import type { Clients } from './clients.ts';
import { defined } from './defined.ts';
import type { Defined } from './defined.ts';

export const defineIssues = <const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  issues: IssuesKind<Kind, In, Need>,
): Defined<IssuesKind, In, [options?: IssuesOptions]> =>
  defined(issues, (input, options = {}) => buildIssues(issues, input, options));
