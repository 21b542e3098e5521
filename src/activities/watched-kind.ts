/** What all kinds that a soak or a guard can watch have in common, whatever is made of what they find. */
import type { z } from 'zod';
import type { CheckContext } from './check.ts';
import type { Clients } from './clients.ts';
import type { Doubt, VerifyContext } from './verify.ts';

export interface WatchedKind<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> {
  readonly kind: Kind;
  readonly summary: string;
  readonly input: In;
  readonly needs: readonly Need[];
  title(input: z.output<In>): string;
  /**
   * Tries it while the release is planned, with clients that can only read. Throws as steps do: what no retry heals is a
   * problem of the plan, a source that is away has the plan made again. Not called while the input holds references.
   */
  verify?(input: z.output<In>, ctx: VerifyContext<Need>): Promise<readonly Doubt[]>;
  /**
   * What time it is at the source, in milliseconds since the epoch: a source that dates by its own clock is read up to that
   * time. Absent: it has none, or none that differs.
   */
  clock?(ctx: CheckContext<Need>): Promise<number>;
}
