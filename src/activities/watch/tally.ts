/** Simple thresholds with failure and inconclusive limits. Pure. */
import { z } from 'zod';
import type { Check } from '../runbook/plan.ts';
import type { WatchReply } from './calls.ts';
import type { Sample } from './check.ts';

/** What is remembered of one check from sample to sample; small, for it rides in heartbeats. */
const tallySchema = z.object({
  failures: z.number().int(),
  voids: z.number().int(),
  samples: z.number().int(),
  /** The last sample in words. */
  says: z.string(),
  findings: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().exactOptional() })),
});
export const talliesSchema = z.record(z.string(), tallySchema);
export type Tally = z.output<typeof tallySchema>;
export type Tallies = z.output<typeof talliesSchema>;

const fresh: Tally = { failures: 0, voids: 0, samples: 0, says: 'not looked at yet', findings: [] };

export const freshTallies = (checks: readonly Check[]): Tallies =>
  Object.fromEntries(checks.map(({ id }) => [id, fresh]));

/** Adds a sample. Voids are counted in a row: a source that comes back is heard again. */
export function tally(check: Check, before: Tally = fresh, { value, says, findings = [] }: Sample): Tally {
  const known = new Set(before.findings.map(({ id }) => id));
  return {
    failures: before.failures + (value !== null && outOfBounds(check, value) ? 1 : 0),
    voids: value === null ? before.voids + 1 : 0,
    samples: before.samples + 1,
    says,
    findings: [...before.findings, ...findings.filter(({ id }) => !known.has(id))].slice(0, 50),
  };
}

const outOfBounds = ({ min, max }: Check, value: number): boolean =>
  (min !== undefined && value < min) || (max !== undefined && value > max);

/** The verdict so far; undefined while it goes on. Failure goes before doubt, doubt before a pass. */
export function judge(checks: readonly Check[], tallies: Tallies, over: boolean): WatchReply | undefined {
  const rows = checks.map((check) => ({ check, tally: tallies[check.id] ?? fresh }));
  const failed = rows.filter(({ check, tally: t }) => t.failures > check.failureLimit);
  if (failed.length > 0) return reply('fail', failed);
  const dark = rows.filter(({ check, tally: t }) => t.voids > check.inconclusiveLimit);
  if (dark.length > 0) return reply('inconclusive', dark);
  if (!over) return undefined;
  const unseen = rows.filter(({ tally: t }) => t.voids > 0 || t.samples === 0);
  return unseen.length > 0 ? reply('inconclusive', unseen) : reply('pass', rows);
}

const reply = (
  verdict: WatchReply['verdict'],
  rows: readonly { check: Check; tally: Tally }[],
): WatchReply => ({
  verdict,
  says: rows.map(({ check, tally: t }) => `${check.title}: ${t.says}`).join('; '),
  findings: rows.flatMap(({ tally: t }) => t.findings),
});
