/** The lines that `slipway judge` reads. What is malformed is told by its place; what is missing is no data. */
import { z } from 'zod';
import { judgeOptionsSchema } from '../../judge/index.ts';
import type { Arm, GroupsTick, JudgeOptions, Tick } from '../../judge/index.ts';
import { durationSchema, toMs } from '../../runbook/duration.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

/** Seconds; milliseconds since the epoch and ISO times are understood. */
const timeSchema = z.union([
  z.number().transform((t) => (t > 1e11 ? t / 1000 : t)),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) / 1000),
]);

const countSchema = z.number().min(0, 'must not be negative: counters’ resets are to be removed');
const bucketsSchema = z
  .array(countSchema)
  .min(1)
  .refine(
    (buckets) => buckets.every((count, index) => index === 0 || count >= (buckets[index - 1] ?? 0)),
    'must be cumulative: no bucket below the one before',
  );

/** Absent errors are a series that does not exist yet: none. Null is no data. */
const armSchema = z
  .object({
    requests: countSchema.nullish(),
    errors: countSchema.nullable().default(0),
    latencyBuckets: bucketsSchema.nullish(),
  })
  .nullish()
  .transform((arm): Arm | null => {
    if (arm?.requests == null || arm.errors === null) return null;
    const { requests, errors, latencyBuckets } = arm;
    return { requests, errors, ...(latencyBuckets == null ? {} : { latencyBuckets }) };
  });

const kindSchema = z.object({ type: z.string().optional() });
const groupsSchema = z.object({ t: timeSchema, groups: z.array(armSchema) });
const calibrateSchema = z.object({ history: z.array(groupsSchema) });
const tickSchema = z.object({
  t: timeSchema,
  canary: armSchema,
  baseline: armSchema,
  groups: z.array(armSchema).nullish(),
});

const boundSchema = z.union([
  z.number().positive(),
  z.enum(['+Inf', 'Inf', 'Infinity']).transform(() => Infinity),
  z.null().transform(() => Infinity),
]);
const secondsSchema = z.union([z.number(), durationSchema.transform((text) => toMs(text) / 1000)]);
const startSchema = z.object({
  le: z.array(boundSchema).default([]),
  config: z
    .looseObject({
      for: secondsSchema.optional(),
      interval: secondsSchema.optional(),
      minimum: secondsSchema.optional(),
      warmup: secondsSchema.optional(),
    })
    .default({}),
});

export type Line =
  | { readonly type: 'calibrate'; readonly history: readonly GroupsTick[] }
  | {
      readonly type: 'start';
      readonly le: readonly number[];
      readonly options: JudgeOptions;
      /** Whether `interval` was given. */
      readonly interval: number | undefined;
      readonly ignored: readonly string[];
    }
  | {
      readonly type: 'tick';
      readonly tick: Tick;
      /** The instances of the baseline, or of both arms. */
      readonly groups: readonly (Arm | null)[];
    };

export interface Malformed {
  readonly path: string;
  readonly message: string;
}

export type Parsed =
  { readonly ok: true; readonly line: Line } | { readonly ok: false; readonly error: Malformed };

export function parseLine(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused('', `not JSON: ${reasonOf(error)}`);
  }
  const kind = kindSchema.safeParse(value);
  if (!kind.success) return refused('', 'must be a JSON object');
  switch (kind.data.type) {
    case 'calibrate':
      return read(calibrateSchema, value, ({ history }) => ({ type: 'calibrate', history }));
    case 'start':
      return readStart(value);
    case undefined:
    case 'tick':
      return read(tickSchema, value, ({ groups, ...tick }) => ({ type: 'tick', tick, groups: groups ?? [] }));
    default:
      return refused('type', `must be calibrate, start or tick, not ${JSON.stringify(kind.data.type)}`);
  }
}

function readStart(value: unknown): Parsed {
  const start = startSchema.safeParse(value);
  if (!start.success) return refusedBy(start.error);
  const known = Object.entries(start.data.config).filter(([name]) => name in judgeOptionsSchema.shape);
  const options = judgeOptionsSchema.safeParse(Object.fromEntries(known));
  if (!options.success) return refusedBy(options.error, 'config');
  return {
    ok: true,
    line: {
      type: 'start',
      le: start.data.le,
      options: options.data,
      interval: start.data.config.interval,
      ignored: Object.keys(start.data.config).filter((name) => !(name in judgeOptionsSchema.shape)),
    },
  };
}

function read<T extends z.ZodType>(schema: T, value: unknown, make: (data: z.output<T>) => Line): Parsed {
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, line: make(parsed.data) } : refusedBy(parsed.error);
}

const refused = (path: string, message: string): Parsed => ({ ok: false, error: { path, message } });

function refusedBy(error: z.ZodError, under?: string): Parsed {
  const [issue] = error.issues;
  const path = [...(under === undefined ? [] : [under]), ...(issue?.path ?? [])].map(String).join('.');
  return refused(path, issue?.message ?? 'not valid');
}
