/** What time it is for a Prometheus server: it stamps its scrapes by its own clock, not by ours. */
import { z } from 'zod';
import type { CheckContext } from '../check.ts';
import { answerOf } from '../http/answer.ts';
import { request } from '../http/errors.ts';

/** A query without a time is answered for now, and the answer says when that is. */
const answerSchema = z.object({
  data: z.object({ resultType: z.literal('scalar'), result: z.tuple([z.number(), z.string()]) }),
});

/** Milliseconds since the epoch. Throws as `request` and `answerOf` do. */
export async function clockOf({
  clients: { prometheus },
  signal,
}: Pick<CheckContext<'prometheus'>, 'clients' | 'signal'>): Promise<number> {
  const doing = 'read the clock of Prometheus';
  const response = await request(doing, signal, () => prometheus.fetch('/api/v1/query?query=1', { signal }));
  const { data } = await answerOf(doing, signal, response, answerSchema);
  return data.result[0] * 1000;
}
