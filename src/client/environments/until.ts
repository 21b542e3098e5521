/** `--until`: a time, a day, or a duration from now; goes out in UTC. */
import { durationSchema, toMs } from '../../runbook/duration.ts';
import { usage } from '../cli-error.ts';

/** With a zone it is taken at its word; without one it is this machine's time. */
const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

export function untilOf(text: string, now: number): string {
  const at = durationSchema.safeParse(text).success ? now + toMs(text) : instantOf(text);
  if (at === undefined)
    throw usage(
      `--until takes a time, a day or a duration, not ‘${text}’.`,
      'For example 2026-12-24T18:00, 2026-12-24 (its first minute), or 36h.',
    );
  if (at <= now) throw usage(`--until ${text} is past: it was ${inSeconds(at)}.`);
  return inSeconds(at);
}

/** People read it: a freeze says until when. */
const inSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

function instantOf(text: string): number | undefined {
  if (!time.test(text)) return undefined;
  // A day alone would be read as UTC's.
  const at = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'));
  return Number.isNaN(at) ? undefined : at;
}
