/** An update with a synchronous validator: what is malformed, or may not be, is refused before the history knows of it. */
import { ApplicationFailure, defineUpdate, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';

/** Why not, in one sentence; undefined: nothing is against it. */
export type Refusal = string | undefined;

export interface Orderable<Of, Payload, Reply> {
  readonly description: string;
  readonly schema: z.ZodType<Payload>;
  refuse(of: Of, payload: Payload): Refusal;
  accept(of: Of, payload: Payload): Reply | Promise<Reply>;
}

export function onUpdate<Of, Payload, Reply>(
  of: Of,
  name: string,
  { description, schema, refuse, accept }: Orderable<Of, Payload, Reply>,
): void {
  // Parsed again for its defaults: a validator can't hand anything on.
  setHandler(defineUpdate<Reply, [unknown]>(name), (payload) => accept(of, schema.parse(payload)), {
    description,
    validator: (payload) => {
      const parsed = schema.safeParse(payload);
      const why = parsed.success ? refuse(of, parsed.data) : problemsOf(parsed.error);
      if (why !== undefined) throw ApplicationFailure.nonRetryable(why, 'refused');
    },
  });
}

/** All that is wrong with a payload, in one line. */
export const problemsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.map(String).join('.') || 'payload'}: ${message}`).join('; ');
