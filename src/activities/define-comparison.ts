/** Declares a comparison and gives runbooks its builder: `metrics.prometheusCompare({ … }, { tolerance: 0.2 })`. */
import type { z } from 'zod';
import { buildComparison } from '../runbook/check-builder.ts';
import type { ComparisonOptions } from '../runbook/check-builder.ts';
import type { ComparisonKind } from './comparison.ts';
import type { Clients } from './clients.ts';
import { defined } from './defined.ts';
import type { Defined } from './defined.ts';

export const defineComparison = <const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  comparison: ComparisonKind<Kind, In, Need>,
): Defined<ComparisonKind, In, [options?: ComparisonOptions]> =>
  defined(comparison, (input, options = {}) => buildComparison(comparison, input, options));
