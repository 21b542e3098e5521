/** Holds every request an octokit makes, and every answer it gets, against GitHub's published OpenAPI description. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Octokit } from '@octokit/rest';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

export interface OpenApiWatch {
  /** Requests and answers that the description does not allow. */
  readonly problems: readonly string[];
  /** Operations with the status they were answered with, `GET /user 200`. */
  readonly seen: ReadonlySet<string>;
}

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown(),
});
const content = z.object({ 'application/json': z.object({ schema: z.unknown() }).optional() });
const response = z.object({ content: content.optional() });
const operationSchema = z.object({
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Statuses that GitHub may answer any request with, though its description names them for few. */
const anywhere = new Set([304, 401, 403, 404, 409, 422, 429, 500, 502, 503]);

/** Described as a date, yet documented as a range of dates: `>=2026-01-01`, `a..b`. */
const dateRanges = new Set(['created']);

const description = loadDescription();
const ajv = new Ajv({ strict: false, logger: false, allErrors: true, coerceTypes: false });
addFormats.default(ajv);
ajv.addSchema({ $id: 'github', components: asJsonSchema(description.components) });
const compiled = new Map<string, ValidateFunction>();

/** Watches all that `octokit` does from now on. */
export function watchOpenApi(octokit: Octokit): OpenApiWatch {
  const problems: string[] = [];
  const seen = new Set<string>();
  octokit.hook.wrap('request', async (request, options) => {
    const name = `${options.method} ${options.url}`;
    const operation = findOperation(options.method, options.url);
    if (operation === undefined) {
      problems.push(`${name}: no such operation`);
      return request(options);
    }
    const sent = octokit.request.endpoint(options);
    problems.push(...requestProblems(name, operation, options, sent.body));
    const answer = await asAnswer(() => request(options));
    if (answer.status !== undefined) {
      seen.add(`${name} ${answer.status}`);
      problems.push(...responseProblems(name, operation, answer.status, answer.data));
    }
    return answer.result();
  });
  return { problems, seen };
}

type Operation = z.output<typeof operationSchema>;
interface Answer<T> {
  /** Undefined when no answer came. */
  readonly status?: number;
  readonly data?: unknown;
  result(): T;
}

const answered = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });

async function asAnswer<T extends { status: number; data: unknown }>(
  ask: () => Promise<T> | T,
): Promise<Answer<T>> {
  try {
    const reply = await ask();
    return { status: reply.status, data: reply.data, result: () => reply };
  } catch (error) {
    const parsed = answered.safeParse(error);
    const result = (): never => {
      throw error;
    };
    return parsed.success ? { ...parsed.data.response, result } : { result };
  }
}

function findOperation(method: string, url: string): Operation | undefined {
  const found = description.paths[url]?.[method.toLowerCase()];
  return found === undefined ? undefined : operationSchema.parse(found);
}

function requestProblems(name: string, operation: Operation, options: object, body: unknown): string[] {
  const given = new Map(Object.entries(options));
  const parameters = operation.parameters.map((one) => parameter.parse(resolve(one)));
  const missing = parameters.filter((one) => one.required === true && !given.has(one.name));
  const wrong = parameters
    .filter((one) => given.has(one.name) && !dateRanges.has(one.name))
    .flatMap((one) => check(`${name} ?${one.name}`, one.schema, given.get(one.name)));
  const schema = operation.requestBody?.content['application/json']?.schema;
  const unread = body !== undefined && body !== '' && schema === undefined ? [`${name}: takes no body`] : [];
  const bodyProblems =
    schema === undefined ? [] : check(`${name} body`, schema, body === '' ? null : (body ?? {}));
  return [...missing.map((one) => `${name}: lacks ${one.name}`), ...wrong, ...unread, ...bodyProblems];
}

function responseProblems(name: string, operation: Operation, status: number, data: unknown): string[] {
  const declared = operation.responses[String(status)];
  if (declared === undefined) {
    if (!anywhere.has(status)) return [`${name}: answers ${status}, which is not described`];
    return status === 304
      ? []
      : check(`${name} ${status}`, { $ref: '#/components/schemas/basic-error' }, data);
  }
  const schema = response.parse(resolve(declared)).content?.['application/json']?.schema;
  if (schema === undefined) return [];
  return check(`${name} ${status}`, status < 400 ? schema : anyError(schema), data);
}

/** Where several errors are possible their schemas overlap, so that 'exactly one of' can't hold. */
function anyError(schema: unknown): unknown {
  const several = z.object({ oneOf: z.array(z.unknown()) }).safeParse(schema);
  return several.success ? { anyOf: several.data.oneOf } : schema;
}

function check(where: string, schema: unknown, value: unknown): string[] {
  const key = JSON.stringify(schema);
  const validate =
    compiled.get(key) ?? ajv.compile(z.record(z.string(), z.unknown()).parse(asJsonSchema(schema)));
  compiled.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${where}${instancePath}: ${message}`);
}

/** OpenAPI 3.0 says `nullable`; JSON Schema says so with a type. References point into the one document. */
function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const {
    nullable,
    discriminator: _discriminator,
    example: _example,
    examples: _examples,
    ...rest
  } = { ...schema } as Record<string, unknown>;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' ? `github${String(value)}` : asJsonSchema(value),
    ]),
  );
  // An address that was not given comes as an empty text, which is its default and no address.
  if (rest['format'] !== undefined && rest['default'] === '') return { anyOf: [converted, { const: '' }] };
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
}

function resolve(value: unknown): unknown {
  const ref = z.object({ $ref: z.string() }).safeParse(value);
  if (!ref.success) return value;
  const [, , section = '', name = ''] = ref.data.$ref.split('/');
  return description.components[section]?.[name];
}

function loadDescription(): z.output<typeof descriptionSchema> {
  const near = createRequire(join(process.cwd(), 'package.json')).resolve('@octokit/openapi/package.json');
  return descriptionSchema.parse(
    JSON.parse(readFileSync(join(near, '../generated/api.github.com.json'), 'utf8')),
  );
}
