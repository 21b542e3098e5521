/** One request to a cluster: its signal, its limit of time, its errors in our words, and an answer of the shape that is wanted. */
import { Observable } from '@kubernetes/client-node';
import type { ObservableMiddleware, RequestContext, ResponseContext } from '@kubernetes/client-node';
import type { z } from 'zod';
import { shaped } from '../activities/shaped.ts';
import { clusterError } from './kubernetes-errors.ts';

const requestTimeoutMs = 20_000;

export type RequestOptions = { middleware: ObservableMiddleware[]; middlewareMergeStrategy: 'append' };

export async function ask<Shape extends z.ZodType>(
  doing: string,
  schema: Shape,
  signal: AbortSignal,
  request: (options: RequestOptions) => Promise<unknown>,
): Promise<z.output<Shape>> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
  const answer = await send().catch((error: unknown) => {
    throw clusterError(error, doing, signal);
  });
  return shaped(`The cluster was asked to “${doing}”`, schema, answer);

  async function send() {
    signal.throwIfAborted();
    return request({ middleware: [underway(limited)], middlewareMergeStrategy: 'append' });
  }
}

/** Gives a request its signal, and objects of the core API (asked for with an empty group) their own path. */
const underway = (signal: AbortSignal): ObservableMiddleware => ({
  pre(context: RequestContext) {
    context.setSignal(signal);
    context.setUrl(context.getUrl().replace('/apis//', '/api/'));
    return new Observable(Promise.resolve(context));
  },
  post: (context: ResponseContext) => new Observable(Promise.resolve(context)),
});
