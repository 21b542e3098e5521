/** The judge's evidence under a soak or a guard: how far to abort and to pass, both arms' error rates, and the sentence. */
import type { CheckEvidence } from '../../activities/calls.ts';
import type { NodeView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { shareOfWay, showOdds, showShare } from './odds.ts';
import type { Paint } from './paint.ts';
import { ratesOf, sparklines } from './sparkline.ts';

const width = 20;

/** What is settled well is told by its note alone, but for shadows, which no note names. */
export function evidenceLines({ state, evidence = [] }: NodeView, paint: Paint): string[] {
  if (!settled.has(state)) return evidence.flatMap((one) => wholeOf(one, paint));
  return evidence
    .filter(({ shadow }) => shadow)
    .map((one) => paint.dim(`${titleOf(one)}: ${cleanLine(one.says)}`));
}

const settled: ReadonlySet<NodeView['state']> = new Set(['done', 'skipped', 'cancelled', 'undone']);

const titleOf = ({ title, shadow }: CheckEvidence): string =>
  `${cleanLine(title)}${shadow ? ' (shadow, only reported)' : ''}`;

/** One line: which check, how it stands, and why. */
export const verdictLine = (evidence: CheckEvidence): string =>
  `${titleOf(evidence)} is ${verdictWords[evidence.verdict]}: ${cleanLine(evidence.says)}`;

function wholeOf(evidence: CheckEvidence, paint: Paint): string[] {
  const { harm, failsAt, health, passesAt, verdict, says } = evidence;
  return [
    `${titleOf(evidence)} ${paint.dim(verdictWords[verdict])}`,
    `  harm     ${paint.red(bar(harm, failsAt))} ${odds(harm, 'aborts', failsAt)}`,
    `  health   ${paint.green(bar(health, passesAt))} ${odds(health, 'passes', passesAt)}`,
    ...armLines(evidence, paint),
    `  ${paint.dim(cleanLine(says))}`,
  ];
}

/** What the judge makes of a canary, in a word. */
export const verdictWords: Record<CheckEvidence['verdict'], string> = {
  continue: 'undecided',
  pass: 'healthy',
  fail: 'harmful',
  inconclusive: 'inconclusive',
};

const odds = (now: number, does: string, threshold: number): string =>
  `${showOdds(now)} to 1, ${does} at ${showOdds(threshold)}`;

function bar(now: number, threshold: number): string {
  const filled = Math.floor(shareOfWay(now, threshold) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

function armLines({ series }: CheckEvidence, paint: Paint): string[] {
  if (series.length === 0) return [];
  const drawn = sparklines(series, width);
  const rates = ratesOf(series);
  const line = (arm: 'canary' | 'baseline', tone: Paint['red']): string => {
    const rate = rates[arm];
    const says = rate === undefined ? 'served nothing' : `${showShare(rate)} errors`;
    return `  ${arm.padEnd(8)} ${tone(drawn[arm].padEnd(width))} ${says}`;
  };
  return [line('canary', paint.yellow), line('baseline', paint.blue)];
}
