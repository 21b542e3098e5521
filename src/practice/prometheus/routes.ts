/** Prometheus' HTTP API: queries, readiness, build information, in its own envelopes. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { argumentsOf, badData, instantResult, matrixOf, refuse, success } from './envelope.ts';
import { evaluate } from './evaluate.ts';
import { parseQuery } from './parser.ts';
import { QueryError } from './promql.ts';
import { select } from './select.ts';
import type { Series } from './series.ts';

/** Seconds since the epoch, or RFC 3339. */
const timeSchema = z.string().transform((text, context) => {
  const time = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (!Number.isNaN(time)) return time;
  context.addIssue(`cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return z.NEVER;
});
const stepSchema = z.coerce
  .number()
  .positive('zero or negative query resolution step widths are not accepted');

const instantSchema = z.object({ query: z.string(), time: timeSchema.optional() });
const rangeSchema = z.object({ query: z.string(), start: timeSchema, end: timeSchema, step: stepSchema });

/** Which values a label has among the series that one of the selectors finds. */
const labelSchema = z.object({
  'match[]': z
    .union([z.string(), z.array(z.string())])
    .default('{__name__=~".+"}')
    .transform((match) => [match].flat()),
  start: timeSchema.default(-Infinity),
  end: timeSchema.optional(),
});

const mostPoints = 11_000;

export const prometheusRoutes =
  (series: () => readonly Series[], token: string | undefined): FastifyPluginAsync =>
  async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    app.addHook('onRequest', async (request, reply) => {
      if (token === undefined || request.headers.authorization === `Bearer ${token}`) return undefined;
      return reply.status(401).type('text/plain').send('Unauthorized');
    });
    app.setErrorHandler((error, _, reply) =>
      error instanceof QueryError ? badData(reply, 'query', error.message) : reply.send(error),
    );

    app.get('/-/ready', async (_, reply) => reply.type('text/plain').send('Prometheus Server is Ready.\n'));
    app.get('/api/v1/status/buildinfo', async () =>
      success({ version: '3.0.0', revision: 'practice', branch: 'HEAD' }),
    );

    app.route({
      method: ['GET', 'POST'],
      url: '/api/v1/query',
      handler: async (request, reply) => {
        const parsed = instantSchema.safeParse(argumentsOf(request));
        if (!parsed.success) return refuse(reply, parsed.error);
        const expression = parseQuery(parsed.data.query);
        // The series come first: what began just now has begun by the time that `now` is read.
        const all = series();
        const { time = Date.now() / 1000 } = parsed.data;
        return success(instantResult(evaluate(expression, all, time), time));
      },
    });

    app.get<{ Params: { label: string } }>('/api/v1/label/:label/values', async (request, reply) => {
      const parsed = labelSchema.safeParse(argumentsOf(request));
      if (!parsed.success) return refuse(reply, parsed.error);
      const { 'match[]': matches, start, end = Date.now() / 1000 } = parsed.data;
      const all = series();
      const found = matches.flatMap((match) => {
        const selector = parseQuery(match);
        if (selector.type !== 'selector' || selector.range !== undefined)
          throw new QueryError('expected type instant vector selector');
        return select(all, selector.matchers);
      });
      const values = found
        .filter(({ existed }) => existed(start, end))
        .flatMap(({ labels }) => labels[request.params.label] ?? []);
      return success([...new Set(values)].sort());
    });

    app.route({
      method: ['GET', 'POST'],
      url: '/api/v1/query_range',
      handler: async (request, reply) => {
        const parsed = rangeSchema.safeParse(argumentsOf(request));
        if (!parsed.success) return refuse(reply, parsed.error);
        const { query, start, end, step } = parsed.data;
        if (end < start) return badData(reply, 'end', 'end timestamp must not be before start time');
        if ((end - start) / step > mostPoints) {
          return badData(
            reply,
            undefined,
            'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
          );
        }
        const expression = parseQuery(query);
        const all = series();
        const times = Array.from(
          { length: Math.floor((end - start) / step) + 1 },
          (_, index) => start + index * step,
        );
        return success(matrixOf(times.map((time) => ({ time, value: evaluate(expression, all, time) }))));
      },
    });
  };
