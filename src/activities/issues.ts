/** The contract of a check for new exceptions: it finds those that are open now, and people explain them one by one. */
import type { z } from 'zod';
import type { NewIssue } from '../judge/index.ts';
import type { CheckContext } from './check.ts';
import type { Clients } from './clients.ts';
import type { WatchedKind } from './watched-kind.ts';

export interface IssuesKind<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> extends WatchedKind<Kind, In, Need> {
  /** Those that are there now, also such as a person has explained. Throws as steps do; a retryLater is no data. */
  find(input: z.output<In>, ctx: Omit<CheckContext<Need>, 'acknowledged'>): Promise<readonly NewIssue[]>;
}
