/** Declares a check and gives runbooks its builder: `prometheus.query({ … }, { max: 0.01 })`. */
import type { z } from 'zod';
import { buildCheck } from '../runbook/check-builder.ts';
import type { CheckOptions } from '../runbook/check-builder.ts';
import type { CheckKind } from './check.ts';
import type { Clients } from './clients.ts';
import { defined } from './defined.ts';
import type { Defined } from './defined.ts';

export const defineCheck = <const Kind extends string, In extends z.ZodType, Need extends keyof Clients>(
  check: CheckKind<Kind, In, Need>,
): Defined<CheckKind, In, [options: CheckOptions]> =>
  defined(check, (input, options) => buildCheck(check, input, options));
