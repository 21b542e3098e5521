/** Lists in pages, with GitHub's `Link` header; and the shape of a route inside a repository. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RepositoryPath } from '../github.ts';

/** Route generics: path parameters of a repository's route, and a query of strings. */
export interface InRepository<More extends object = object> {
  Params: RepositoryPath & More;
  Querystring: Readonly<Record<string, string | undefined>>;
}

const pageSchema = z.object({
  per_page: z.coerce.number().int().min(1).max(100).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
});

export function pageOf<T>(request: FastifyRequest, reply: FastifyReply, items: readonly T[]): T[] {
  const { per_page, page } = pageSchema.parse(request.query);
  const last = Math.max(1, Math.ceil(items.length / per_page));
  const links = [
    ...(page < last ? [link(request, page + 1, 'next'), link(request, last, 'last')] : []),
    ...(page > 1 ? [link(request, page - 1, 'prev'), link(request, 1, 'first')] : []),
  ];
  if (links.length > 0) void reply.header('link', links.join(', '));
  return items.slice((page - 1) * per_page, page * per_page);
}

function link(request: FastifyRequest, page: number, rel: string): string {
  const url = new URL(request.url, `http://${request.host}`);
  url.searchParams.set('page', String(page));
  return `<${url.href}>; rel="${rel}"`;
}
