/** What goes in and out of Prometheus' HTTP API: arguments of a query or a form, results, refusals. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Point } from './increase.ts';
import { QueryError } from './promql.ts';
import type { Value } from './evaluate.ts';

export const argumentsOf = ({ query, body }: FastifyRequest): object => ({
  ...asObject(query),
  ...asObject(body),
});
const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

export const success = (data: unknown) => ({ status: 'success', data });

export function refuse(reply: FastifyReply, { issues }: z.ZodError): FastifyReply {
  const [issue] = issues;
  return badData(reply, String(issue?.path[0] ?? 'query'), issue?.message ?? 'not valid');
}

export function badData(reply: FastifyReply, parameter: string | undefined, why: string): FastifyReply {
  const error = parameter === undefined ? why : `invalid parameter "${parameter}": ${why}`;
  return reply.status(400).send({ status: 'error', errorType: 'bad_data', error });
}

export function instantResult(value: Value, time: number): unknown {
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: [time, show(value.value)] };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.samples.map(({ labels, value: one }) => ({ metric: labels, value: [time, show(one)] })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.rows.map(({ labels, points }) => ({ metric: labels, values: points.map(shown) })),
      };
  }
}

/** The values of an expression at many times, series by series. */
export function matrixOf(answers: readonly { readonly time: number; readonly value: Value }[]): unknown {
  const rows = new Map<string, { metric: object; values: (readonly [number, string])[] }>();
  for (const { time, value } of answers) {
    for (const { labels, value: one } of samplesOf(value)) {
      const key = JSON.stringify(Object.entries(labels).sort());
      const row = rows.get(key) ?? { metric: labels, values: [] };
      row.values.push(shown([time, one]));
      rows.set(key, row);
    }
  }
  return { resultType: 'matrix', result: [...rows.values()] };
}

function samplesOf(value: Value) {
  if (value.type === 'vector') return value.samples;
  if (value.type === 'scalar') return [{ labels: {}, value: value.value }];
  throw new QueryError(
    'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
  );
}

const shown = ([time, value]: Point): readonly [number, string] => [time, show(value)];

/** As Go prints floats. */
const show = (value: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
