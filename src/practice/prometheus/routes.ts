/** Prometheus' HTTP API: queries, readiness, build information, in its own envelopes. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { evaluate } from './evaluate.ts';
import type { Sample, Value } from './evaluate.ts';
import { parseQuery } from './parser.ts';
import { QueryError } from './promql.ts';
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
        return success({
          resultType: 'matrix',
          result: matrix(times.map((time) => ({ time, value: evaluate(expression, all, time) }))),
        });
      },
    });
  };

const argumentsOf = ({ query, body }: FastifyRequest): object => ({ ...asObject(query), ...asObject(body) });
const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const success = (data: unknown) => ({ status: 'success', data });

function refuse(reply: FastifyReply, { issues }: z.ZodError): FastifyReply {
  const [issue] = issues;
  return badData(reply, String(issue?.path[0] ?? 'query'), issue?.message ?? 'not valid');
}

function badData(reply: FastifyReply, parameter: string | undefined, why: string): FastifyReply {
  const error = parameter === undefined ? why : `invalid parameter "${parameter}": ${why}`;
  return reply.status(400).send({ status: 'error', errorType: 'bad_data', error });
}

function instantResult(value: Value, time: number): unknown {
  if (value.type === 'scalar') return { resultType: 'scalar', result: [time, show(value.value)] };
  const result = value.samples.map(({ labels, value: one }) => ({
    metric: labels,
    value: [time, show(one)],
  }));
  return { resultType: 'vector', result };
}

function matrix(points: readonly { readonly time: number; readonly value: Value }[]): unknown {
  const rows = new Map<string, { metric: Sample['labels']; values: [number, string][] }>();
  for (const { time, value } of points) {
    const samples = value.type === 'scalar' ? [{ labels: {}, value: value.value }] : value.samples;
    for (const { labels, value: one } of samples) {
      const key = JSON.stringify(Object.entries(labels).sort());
      const row = rows.get(key) ?? { metric: labels, values: [] };
      row.values.push([time, show(one)]);
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}

/** As Go prints floats. */
const show = (value: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
