/** `flags.set`: switches a flag of our flag service on or off. Its undo puts back what was before. */
import { absent, defineStep, done, fatal, retryLater, z } from 'slipway';
import type { StepContext } from 'slipway';

const input = z.strictObject({
  service: z.url({ protocol: /^https?$/ }).describe('Address of the flag service'),
  flag: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'is lower-case letters, digits and dashes')
    .describe('The flag'),
  on: z.boolean().describe('Whether it is to be on'),
});
const output = z.strictObject({ on: z.boolean().describe('What the flag is now') });

type Flag = Pick<z.output<typeof input>, 'service' | 'flag'>;
type Context = StepContext<'http'>;

/** `key` is the idempotency key of whoever switched it last: the service keeps it. */
const flagSchema = z.object({ on: z.boolean(), key: z.string().nullable() });

export const set = defineStep({
  kind: 'flags.set',
  summary: 'Switch a feature flag on or off.',
  input,
  output,
  needs: ['http'],
  title: ({ flag, on }) => `Switch ${flag} ${on ? 'on' : 'off'}`,

  async observe({ on, ...flag }, ctx) {
    const seen = await read(flag, ctx);
    return seen.on === on ? done({ on }) : absent({ on: seen.on });
  },

  async act({ on, ...flag }, ctx) {
    await put(flag, { on, key: ctx.key }, ctx);
    return done({ on });
  },

  async undo({ input: flag, before }, ctx) {
    const seen = await read(flag, ctx);
    if (seen.key !== ctx.key) return `Left ${flag.flag} as it is: it was switched since, or never by us.`;
    await put(flag, { on: before.on, key: `${ctx.key}-undo` }, ctx);
    return `Switched ${flag.flag} back ${before.on ? 'on' : 'off'}.`;
  },
});

const urlOf = ({ service, flag }: Flag): string => `${service}/flags/${encodeURIComponent(flag)}`;

async function read(flag: Flag, { clients, signal }: Context) {
  const response = await clients.http.fetch(urlOf(flag), { signal });
  if (!response.ok) throw refusal(`read ${flag.flag}`, response);
  return flagSchema.parse(await response.json());
}

async function put(
  flag: Flag,
  { on, key }: { readonly on: boolean; readonly key: string },
  { clients, signal }: Context,
): Promise<void> {
  const response = await clients.http.fetch(urlOf(flag), {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ on }),
    signal,
  });
  if (!response.ok) throw refusal(`switch ${flag.flag}`, response);
}

/** What a retry may heal is retried; everything else parks the step at once. A broken connection needs no word here. */
function refusal(doing: string, { status, headers }: Response): Error {
  const message = `Could not ${doing}: the flag service answered ${status}.`;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const after = Number.isNaN(seconds) ? undefined : seconds * 1000;
  if (status === 429) return retryLater('rate-limited', message, after);
  if (status >= 500) return retryLater('unavailable', message, after);
  return status === 404 ? fatal('not-found', message) : fatal('refused', message);
}
