/** Durations: strings of the `ms` package, such as `30s`, `15m` and `24h`. */
import ms from 'ms';
import { z } from 'zod';

export const durationSchema = z
  .string()
  .refine((text) => isDuration(text), 'must be a duration such as 30s, 15m or 24h');

/** Milliseconds of a duration that passed `durationSchema`. */
export const toMs = (duration: string): number => ms(duration as ms.StringValue);

function isDuration(text: string): boolean {
  if (!/^\d+(\.\d+)?\s?(ms|s|m|h|d|w)$/.test(text)) return false;
  return Number.isFinite(ms(text as ms.StringValue));
}
