/** `http.check`: asks a URL and holds the answer against what is expected. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { reasonOf } from '../../runbook/reason-of.ts';
import { openUrlSchema } from './url.ts';

const input = z.strictObject({
  url: openUrlSchema.describe('What to ask; http or https'),
  status: z.number().int().min(100).max(599).default(200).describe('The status that is expected'),
  contains: z.string().optional().describe('Text that the body must contain'),
  timeoutSeconds: z.number().positive().max(600).default(10).describe('Seconds one request may take'),
  settleSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(60)
    .describe('Seconds it may take until the answer is as expected'),
});

const output = z.strictObject({
  status: z.number().int().describe('The status of the answer'),
  milliseconds: z.number().describe('How long the answer took'),
});

export const check = defineStep({
  kind: 'http.check',
  summary: 'Ask a URL until it answers as expected.',
  input,
  output,
  needs: ['http'],
  title: ({ url, status }) => `Check that ${url} answers ${status}`,
  async settle(_, ctx, { url, status, contains, timeoutSeconds, settleSeconds }) {
    const until = ctx.now() + settleSeconds * 1000;
    for (;;) {
      const asked = ctx.now();
      const seen = await ask(() =>
        ctx.clients.http.fetch(url, {
          redirect: 'manual',
          signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(timeoutSeconds * 1000)]),
        }),
      );
      ctx.signal.throwIfAborted();
      const wrong = complaint(seen, status, contains);
      if (wrong === undefined && 'status' in seen)
        return { status: seen.status, milliseconds: ctx.now() - asked };
      if (ctx.now() >= until) throw fatal('failed', `${url}: ${wrong} (asked for ${settleSeconds} s)`);
      ctx.heartbeat();
      await ctx.sleep(1000);
    }
  },
});

type Seen = { status: number; body: string } | { error: string };

async function ask(request: () => Promise<Response>): Promise<Seen> {
  try {
    const response = await request();
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

function complaint(seen: Seen, status: number, contains: string | undefined): string | undefined {
  if ('error' in seen) return `no answer: ${seen.error}`;
  if (seen.status !== status) return `answered ${seen.status}, not ${status}`;
  if (contains !== undefined && !seen.body.includes(contains))
    return `the body lacks ${JSON.stringify(contains)}`;
  return undefined;
}
