/** What every request passes: who asks, how often, and whether the answer is news (ETag). */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { forbidden, GithubError, notFound, primaryLimit, unauthorized, unprocessable } from './errors.ts';
import type { Github } from './github.ts';
import type { RateLimit } from './rate-limit.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export function installFront(app: FastifyInstance, github: Github, limit: RateLimit): void {
  // Clients send PUT and POST without a body, and name JSON as its type all the same.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(new GithubError(400, 'Problems parsing JSON'));
    }
  });

  app.addHook('onRequest', async (request) => {
    authenticate(request, github.store.get().readOnlyTokens);
    if (limit.show().remaining === 0 && !request.url.endsWith('/rate_limit'))
      throw primaryLimit(limit.show().reset);
  });

  // A body that is not there, or empty without a type, is an empty object to every route.
  app.addHook('preHandler', async (request) => {
    if (request.body === '' || request.body == null) request.body = {};
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const unchanged = typeof payload === 'string' && matches(request, reply, payload);
    if (unchanged) reply.code(304);
    else if (!request.url.endsWith('/rate_limit')) limit.use();
    const { limit: most, remaining, used, reset } = limit.show();
    reply.headers({
      'x-ratelimit-limit': most,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-used': used,
      'x-ratelimit-reset': reset,
      'x-ratelimit-resource': 'core',
      'x-github-media-type': 'github.v3; format=json',
    });
    return unchanged ? '' : payload;
  });

  app.setErrorHandler((error, _request, reply) => {
    const known = asGithubError(error);
    return reply.status(known.status).headers(known.headers).send(known.body);
  });
  app.setNotFoundHandler(() => {
    throw notFound();
  });
}

function authenticate(request: FastifyRequest, readOnly: readonly string[]): void {
  const token = tokenOf(request);
  if (token === undefined) throw unauthorized();
  const writes = request.method !== 'GET' && request.method !== 'HEAD';
  if (writes && readOnly.includes(token)) throw forbidden();
}

export const tokenOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  /^(?:token|bearer)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];

/** Gives the reply its ETag; true if the client has this very answer already. */
function matches(request: FastifyRequest, reply: FastifyReply, payload: string): boolean {
  if (request.method !== 'GET' || reply.statusCode !== 200) return false;
  const etag = `W/"${createHash('sha256').update(payload).digest('hex')}"`;
  reply.header('etag', etag);
  return request.headers['if-none-match'] === etag;
}

function asGithubError(error: unknown): GithubError {
  if (error instanceof GithubError) return error;
  if (error instanceof ZodError) {
    const [first] = error.issues;
    return unprocessable(`Invalid request.\n\n${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
  }
  return new GithubError(500, reasonOf(error));
}
