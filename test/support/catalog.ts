/** A small catalog of made-up steps and checks, with builders: for tests of the language alone. */
import { z } from 'zod';
import type { Catalog, CatalogStep } from '../../src/runbook/catalog.ts';
import { buildCheck, buildComparison, buildPast } from '../../src/runbook/check-builder.ts';
import type { CheckOptions, ComparisonOptions, PastCheckOptions } from '../../src/runbook/check-builder.ts';
import type { WithRefs } from '../../src/runbook/reference.ts';
import { buildStep } from '../../src/runbook/step-builder.ts';
import type { BuiltStep, StepNodeOptions } from '../../src/runbook/step-builder.ts';

type Builder<In extends z.ZodType, Out extends z.ZodType> = (
  input: WithRefs<z.input<In>>,
  options?: StepNodeOptions,
) => BuiltStep<z.output<Out>>;

const steps = new Map<string, CatalogStep>();

function step<In extends z.ZodType, Out extends z.ZodType>(
  kind: string,
  { input, output, effect: one }: { input: In; output: Out; effect: ReturnType<CatalogStep['effect']> },
  title: (input: z.output<In>) => string,
): Builder<In, Out> {
  const effect = () => one;
  steps.set(kind, { input, output, effect });
  return (given, options) => buildStep({ kind, input, effect, title }, given, options);
}

export const build = step(
  'image.build',
  {
    input: z.strictObject({ source: z.string().min(3), platforms: z.array(z.string()).default(['amd64']) }),
    output: z.strictObject({
      digest: z.string(),
      bytes: z.number().int(),
      notes: z.string().optional(),
      channel: z.enum(['stable', 'beta']),
      origin: z.strictObject({ commit: z.string(), tag: z.string().optional() }),
      layers: z.array(z.strictObject({ digest: z.string() })),
      labels: z.record(z.string(), z.string()),
    }),
    effect: { type: 'undoable' },
  },
  ({ source, platforms }) => `Build ${source} for ${platforms.join(' and ')}`,
);

export const sync = step(
  'app.sync',
  {
    input: z.strictObject({
      revision: z.string().regex(/^[a-z0-9:.]+$/),
      replicas: z.number().int().default(2),
      channel: z.enum(['stable', 'beta', 'nightly']).optional(),
      only: z.enum(['stable']).optional(),
      comment: z.string().optional(),
      target: z
        .union([z.string(), z.strictObject({ cluster: z.string(), namespace: z.string().default('main') })])
        .optional(),
      items: z.array(z.strictObject({ digest: z.string() })).optional(),
      origin: z.strictObject({ commit: z.string(), tag: z.string().optional() }).optional(),
    }),
    output: z.strictObject({ revision: z.string(), previous: z.string().nullable() }),
    effect: { type: 'undoable' },
  },
  ({ revision }) => `Sync to ${revision}`,
);

export const announce = step(
  'chat.announce',
  {
    input: z.strictObject({ text: z.string() }),
    output: z.strictObject({ link: z.string() }),
    effect: { type: 'irreversible', reason: 'people have read it' },
  },
  ({ text }) => `Announce ${text}`,
);

export const look = step(
  'app.look',
  { input: z.strictObject({ at: z.json() }), output: z.json(), effect: { type: 'read' } },
  () => 'Look at it',
);

const rateInput = z.strictObject({ query: z.string(), window: z.number().default(60) });

export const rate = (input: WithRefs<z.input<typeof rateInput>>, options: CheckOptions) =>
  buildCheck(
    { kind: 'metric.rate', input: rateInput, title: ({ query }: { query: string }) => `Rate of ${query}` },
    input,
    options,
  );

export const compare = (input: WithRefs<z.input<typeof rateInput>>, options: ComparisonOptions = {}) =>
  buildComparison(
    { kind: 'metric.compare', input: rateInput, title: ({ query }: { query: string }) => `Compare ${query}` },
    input,
    options,
  );

export const against = (input: WithRefs<z.input<typeof rateInput>>, options: PastCheckOptions = {}) =>
  buildPast(
    { kind: 'metric.against', input: rateInput, title: ({ query }: { query: string }) => `Past of ${query}` },
    input,
    options,
  );

export const catalog: Catalog = {
  step: (kind) => steps.get(kind),
  check: (kind) => {
    if (kind === 'metric.rate') return { input: rateInput, heldAgainst: 'bounds' };
    if (kind === 'metric.against') return { input: rateInput, heldAgainst: 'past' };
    return kind === 'metric.compare' ? { input: rateInput, heldAgainst: 'baseline' } : undefined;
  },
};
