/** Builds a plan's check. `src/activities/define-check.ts` gives every check kind a builder made here. */
import type { z } from 'zod';
import { exceptionRulesSchema, pastOptionsSchema } from '../judge/index.ts';
import { comparisonOptionsSchema } from './plan-watch.ts';
import type { Check } from './plan.ts';
import { slug } from './slug.ts';
import { builtInput, titleOf } from './step-builder.ts';

/** A sample outside of the bounds counts as a failure; at least one bound is needed. */
export interface CheckOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  /** Default: what the check kind says of its input. */
  readonly title?: string;
  readonly min?: number;
  readonly max?: number;
  /** Failures tolerated before the check fails. Default 0: the first one fails it. */
  readonly failureLimit?: number;
  /** Samples without data tolerated before the check is inconclusive. Default 3. */
  readonly inconclusiveLimit?: number;
  /** Reported, not judged. Default false. */
  readonly shadow?: boolean;
}

/** What all checks may say that are not held against bounds. */
interface WatchedOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  /** Default: what the check kind says of its input. */
  readonly title?: string;
  /** Readings without data in a row that are tolerated before it is inconclusive. Default 20 for comparisons, else 5. */
  readonly inconclusiveLimit?: number;
  /** Reported, not judged. Default false. */
  readonly shadow?: boolean;
}

/** How a canary is held against its baseline; each option's meaning is told by `comparisonOptionsSchema`. */
export interface ComparisonOptions extends WatchedOptions, z.input<typeof comparisonOptionsSchema> {}

/** Which changes of a series are notable; each option's meaning is told by `pastOptionsSchema`. */
export interface PastCheckOptions extends WatchedOptions, z.input<typeof pastOptionsSchema> {}

/** How many new exceptions are too many; each option's meaning is told by `exceptionRulesSchema`. */
export interface IssuesOptions extends WatchedOptions, z.input<typeof exceptionRulesSchema> {}

/** What a builder must know of a check kind. */
export interface KindOfCheck {
  readonly kind: string;
  readonly input: z.ZodType;
  title(input: never): string;
}

export function buildCheck(kind: KindOfCheck, given: unknown, options: CheckOptions): Check {
  const input = builtInput(kind.input, given);
  const title = options.title ?? titleOf(kind, input);
  const { id = slug(title), min, max, failureLimit = 0, inconclusiveLimit = 3, shadow = false } = options;
  return {
    id,
    title,
    kind: kind.kind,
    input,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    failureLimit,
    inconclusiveLimit,
    ...(shadow ? { shadow } : {}),
  };
}

export function buildComparison(kind: KindOfCheck, given: unknown, options: ComparisonOptions): Check {
  const { check, rest } = buildWatched(kind, given, { inconclusiveLimit: 20, ...options });
  return { ...check, judge: comparisonOptionsSchema.parse(rest) };
}

export function buildPast(kind: KindOfCheck, given: unknown, options: PastCheckOptions): Check {
  const { check, rest } = buildWatched(kind, given, options);
  return { ...check, past: pastOptionsSchema.parse(rest) };
}

export function buildIssues(kind: KindOfCheck, given: unknown, options: IssuesOptions): Check {
  const { check, rest } = buildWatched(kind, given, options);
  return { ...check, issues: exceptionRulesSchema.parse(rest) };
}

function buildWatched<Options extends WatchedOptions>(kind: KindOfCheck, given: unknown, options: Options) {
  const { id, title, inconclusiveLimit = 5, shadow = false, ...rest } = options;
  const check = buildCheck(kind, given, {
    inconclusiveLimit,
    shadow,
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
  });
  return { check, rest };
}
