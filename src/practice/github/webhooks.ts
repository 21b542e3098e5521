/** Tells configured URLs what happened, signed as GitHub signs. Nobody waits for the answers. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Repository } from './state.ts';

export interface Webhooks {
  emit(repository: Repository, event: string, payload: Record<string, unknown>): void;
  /** Resolves when all deliveries under way have ended. */
  settled(): Promise<void>;
}

export function openWebhooks(): Webhooks {
  const deliveries = new Set<Promise<unknown>>();
  return {
    emit(repository, event, payload) {
      const body = JSON.stringify(payload);
      for (const hook of repository.hooks) {
        if (!hook.events.includes('*') && !hook.events.includes(event)) continue;
        // A receiver that is down loses the delivery, as in life.
        const delivery = deliver(hook.url, hook.secret, event, body).catch(() => undefined);
        deliveries.add(delivery);
        void delivery.finally(() => deliveries.delete(delivery));
      }
    },
    settled: async () => void (await Promise.all(deliveries)),
  };
}

function deliver(url: string, secret: string, event: string, body: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(10_000),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/practice',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });
}
