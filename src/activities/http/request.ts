/** `http.request`: sends one request. What it does, how that is seen and how it is undone is the runbook's to declare. */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { confirmed, declaredOutput, irreversibleFor, seen, undone, undoSchema } from '../declared.ts';
import type { Look } from '../declared.ts';
import { defineStep } from '../define-step.ts';
import { lastWords } from '../ssh/names.ts';
import type { RequestAnswer, RequestOrder } from './client.ts';
import { connectionError, statusError } from './errors.ts';
import { fits } from './expected.ts';
import { changingRequest, seeSchema, shownRequest } from './order.ts';

const input = z.strictObject({
  ...changingRequest,
  see: seeSchema.describe(
    'The GET request that sees whether the effect is there. Any other answer: nobody knows, and nothing is done',
  ),
  undo: undoSchema(changingRequest).describe('How it is undone'),
  timeoutSeconds: z.number().min(1).max(300).default(30).describe('Seconds that each request may take'),
  seenWithinSeconds: z
    .number()
    .min(0)
    .max(900)
    .default(10)
    .describe('Seconds in which the look must see what the request, or its undo, has done'),
});

type Input = z.output<typeof input>;
type Context = StepContext<'requests'>;

export const request = defineStep({
  kind: 'http.request',
  summary: 'Send a request, with a declared look at its effect and a declared undo.',
  input,
  output: declaredOutput,
  needs: ['requests'],
  options: { actTimeout: 3_600_000 },
  title: (given) => shownRequest(given),
  observe: async (given, ctx) => seen(await look(given, ctx)),
  async act(given, ctx) {
    await change(given, given, ctx, ctx.key);
    return confirmed(await lookFor('there', given, ctx), shownRequest(given));
  },
  undoTitle: ({ input: { undo: how } }) => (how.by === 'order' ? shownRequest(how) : 'Nothing'),
  undo: ({ input: given }, ctx) =>
    undone(given.undo, ctx.key, {
      look: () => look(given, ctx),
      lookAfter: () => lookFor('absent', given, ctx),
      carryOut: (order, key) => change(order, given, ctx, key),
      shown: (order) => shownRequest(order),
    }),
  irreversibleFor,
});

async function look({ see, timeoutSeconds }: Input, ctx: Context): Promise<Look> {
  const { url, headers, credential, there, absent } = see;
  const order = { method: 'GET', url, headers, credential } as const;
  const answer = await send(order, timeoutSeconds, ctx);
  const says = `${answer.status} ${lastWords(answer.text.slice(0, 2000))}`.trim();
  if (fits(answer, there)) return { is: 'there', says };
  if (fits(answer, absent)) return { is: 'absent', says };
  if (isGood(answer) || [there.status, absent.status].includes(answer.status))
    return { is: 'unknown', says: `${shownRequest(order)} answers neither as declared: ${says}` };
  throw refusal(order, answer);
}

/** Many a service says yes before it has done what it was asked for. */
async function lookFor(wanted: Look['is'], given: Input, ctx: Context): Promise<Look> {
  const until = ctx.now() + given.seenWithinSeconds * 1000;
  for (;;) {
    const found = await look(given, ctx);
    if (found.is === wanted || ctx.now() >= until) return found;
    ctx.heartbeat({ says: found.says.slice(0, 200) });
    await ctx.sleep(1000);
  }
}

async function change(
  order: RequestOrder,
  { timeoutSeconds }: Input,
  ctx: Context,
  key: string,
): Promise<void> {
  const { method, url, headers, body, credential } = order;
  const answer = await send({ method, url, headers, body, credential }, timeoutSeconds, ctx, key);
  if (!isGood(answer)) throw refusal(order, answer);
}

const send = (
  order: RequestOrder,
  timeoutSeconds: number,
  { clients: { requests }, signal }: Context,
  key?: string,
): Promise<RequestAnswer> =>
  requests
    .send(order, { signal, timeoutMs: timeoutSeconds * 1000, ...(key === undefined ? {} : { key }) })
    .catch((error: unknown) => {
      throw connectionError(error, `send ${shownRequest(order)}`, signal);
    });

const isGood = ({ status }: RequestAnswer): boolean => status >= 200 && status < 300;

const refusal = (order: RequestOrder, { status, headers, text }: RequestAnswer) =>
  statusError(status, headers, `send ${shownRequest(order)}`, text.replace(/\s+/g, ' ').trim().slice(0, 300));
