/** Declares a check against a series' own past and gives runbooks its builder: `metrics.prometheusPast({ … }, { watch: 'dips' })`. */
import type { z } from 'zod';
import { buildPast } from '../runbook/check-builder.ts';
import type { PastCheckOptions } from '../runbook/check-builder.ts';
import type { PastKind } from './past.ts';
import type { Clients } from './clients.ts';
import { defined } from './defined.ts';
import type { Defined } from './defined.ts';

export const definePast = <const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  past: PastKind<Kind, In, Need>,
): Defined<PastKind, In, [options?: PastCheckOptions]> =>
  defined(past, (input, options = {}) => buildPast(past, input, options));
