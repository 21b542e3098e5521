/** What is remembered of a series that is held against its own past; it rides in heartbeats. */
import { z } from 'zod';
import { pastCalibrationSchema, pastStateSchema, watches } from '../../judge/index.ts';
import type { Change, PastOptions } from '../../judge/index.ts';
import type { Check } from '../../runbook/plan.ts';
import type { PastKind } from '../past.ts';
import { seriesSchema } from './series.ts';
import type { Span } from './span.ts';

export interface Recalling {
  readonly kind: PastKind;
  readonly check: Check;
  readonly input: unknown;
  readonly span: Span;
}

export const recalledSchema = z.object({
  /** Seconds since the epoch: all windows before it have been judged. */
  until: z.number(),
  /** Null: there is too little history. Absent: it has not been read yet. */
  calibration: pastCalibrationSchema.nullable().exactOptional(),
  state: pastStateSchema,
  /** Whether a count is watched or a share. */
  of: z.enum(['count', 'share']),
  /** What was seen stands where a canary's figures do, what was usual where the baseline's do. */
  series: seriesSchema,
  /** Windows without data, and looks at which the source did not answer, in a row. */
  voids: z.number().int(),
  /** Why the last look failed. */
  trouble: z.string().exactOptional(),
});
export type Recalled = z.output<typeof recalledSchema>;

export function optionsOf({ check }: Recalling): PastOptions {
  if (check.past === undefined) throw new TypeError('a check against its own past has options for its judge');
  return check.past;
}

/** The odds of the changes that are watched. */
export const oddsOf = (options: PastOptions, odds: Readonly<Record<Change, number>>): number =>
  Math.max(...(['spike', 'dip'] as const).filter((one) => watches(options, one)).map((one) => odds[one]));
