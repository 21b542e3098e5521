/** `metrics.httpProbe`: 1 while a URL answers as expected, 0 while it answers otherwise; no answer is no data. */
import { z } from 'zod';
import type { Sample } from '../check.ts';
import { defineCheck } from '../define-check.ts';
import { openUrlSchema } from '../http/url.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

const input = z.strictObject({
  url: openUrlSchema.describe('What to ask; http or https'),
  status: z.number().int().min(100).max(599).default(200).describe('The status that is expected'),
  contains: z.string().optional().describe('Text that the body must contain'),
  timeoutSeconds: z.number().positive().max(60).default(10).describe('Seconds an answer may take'),
});

const up = (says: string): Sample => ({ value: 1, says });
const down = (says: string): Sample => ({ value: 0, says });
/** From here nobody can tell a site that is down from a way there that is. */
const unknown = (says: string): Sample => ({ value: null, says });

export const httpProbe = defineCheck({
  kind: 'metrics.httpProbe',
  summary: 'Ask a URL: 1 if it answers as expected, 0 if it answers otherwise. No answer is no data.',
  input,
  needs: ['http'],
  title: ({ url }) => `${url} answers`,
  async sample({ url, status, contains, timeoutSeconds }, { clients: { http }, signal }) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
    try {
      const response = await http.fetch(url, { redirect: 'manual', signal: limited });
      const body = await response.text();
      if (response.status !== status) return down(`${url} answered ${response.status}, not ${status}`);
      if (contains !== undefined && !body.includes(contains))
        return down(`the body lacks ${JSON.stringify(contains)}`);
      return up(`${url} answered ${status}`);
    } catch (error) {
      signal.throwIfAborted();
      return unknown(`${url} did not answer: ${reasonOf(error)}`);
    }
  },
});
