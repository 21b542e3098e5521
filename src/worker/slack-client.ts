/** The Slack client: no retries of its own, and every message's key goes out as a header too. */
import { LogLevel, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { fatal } from '../activities/errors.ts';
import type { Access } from './http-client.ts';

/** Methods that change nothing. */
const reading = /\/(auth\.test|[a-zA-Z.]+\.(info|list|history|replies|lookupByEmail))$/;

/** Slack knows no idempotency keys: a message of ours carries them in its metadata, the last one being this request's. */
const metadataSchema = z.object({ event_payload: z.object({ keys: z.string() }) });

export function createSlackClient(url: string, token: string, access: Access): WebClient {
  return new WebClient(token, {
    slackApiUrl: url,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 20_000,
    logLevel: LogLevel.ERROR,
    fetch: async (target, init) => {
      const method = String(target);
      if (access === 'read-only' && !reading.test(method))
        throw fatal('refused', `Not sent: ${method}. Planning changes nothing.`);
      return fetch(target, withKey(init));
    },
  });
}

function withKey(init: RequestInit | undefined): RequestInit | undefined {
  const key =
    typeof init?.body === 'string' ? keyOf(new URLSearchParams(init.body).get('metadata')) : undefined;
  if (key === undefined) return init;
  const headers = new Headers(init?.headers);
  headers.set('idempotency-key', key);
  return { ...init, headers };
}

function keyOf(metadata: string | null): string | undefined {
  if (metadata === null) return undefined;
  return metadataSchema.safeParse(JSON.parse(metadata)).data?.event_payload.keys.split(' ').at(-1);
}
