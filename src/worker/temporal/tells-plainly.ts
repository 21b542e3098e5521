/** The last thing a log says, as one plain line; understands the JSON lines of the server. */
import { z } from 'zod';
import { parseJson } from '../../runbook/json.ts';

const lineSchema = z.object({ msg: z.string(), error: z.string().optional() });

export function tellsPlainly(log: string): string {
  const last = log
    .split('\n')
    .filter((line) => /\p{L}{2}/u.test(line))
    .at(-1);
  if (last === undefined) return 'nothing';
  const parsed = lineSchema.safeParse(parseJson(last));
  const text = parsed.success ? [parsed.data.msg, parsed.data.error].filter(Boolean).join(': ') : last;
  // eslint-disable-next-line no-control-regex -- control characters are what must not get through
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 400);
}
