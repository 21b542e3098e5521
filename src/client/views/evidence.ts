/** The judge's evidence under a soak or a guard: how far to abort and to pass, both arms' error rates, and the sentence. */
import type { CheckEvidence } from '../../activities/calls.ts';
import type { NodeView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { shareOfWay, showOdds, showShare } from './odds.ts';
import type { Paint } from './paint.ts';
import { pastWord, ratioLine } from './past-evidence.ts';
import { ratesOf, sparklines } from './sparkline.ts';

const width = 20;

/** What is settled well is told by its note alone, but for shadows, which no note names. */
export function evidenceLines({ state, evidence = [], earlier = [] }: NodeView, paint: Paint): string[] {
  if (!settled.has(state))
    return [
      ...earlier.map(({ verdict, says }) =>
        paint.dim(`before: ${verdictWords[verdict]}: ${cleanLine(says)}`),
      ),
      ...evidence.flatMap((one) => wholeOf(one, paint)),
    ];
  return evidence
    .filter(({ shadow }) => shadow)
    .map((one) => paint.dim(`${titleOf(one)}: ${cleanLine(one.says)}`));
}

const settled: ReadonlySet<NodeView['state']> = new Set(['done', 'skipped', 'cancelled', 'undone']);

const titleOf = ({ title, shadow }: CheckEvidence): string =>
  `${cleanLine(title)}${shadow ? ' (shadow, only reported)' : ''}`;

/** One line: which check, how it stands, and why. */
export const verdictLine = (evidence: CheckEvidence): string =>
  `${titleOf(evidence)} is ${verdictWord(evidence)}: ${cleanLine(evidence.says)}`;

function wholeOf(evidence: CheckEvidence, paint: Paint): string[] {
  const { harm, failsAt, health, passesAt, says } = evidence;
  const heading = `${titleOf(evidence)} ${paint.dim(verdictWord(evidence))}`;
  if (evidence.past !== undefined) return [heading, ...pastLines(evidence, paint)];
  return [
    heading,
    `  harm     ${paint.red(bar(harm, failsAt))} ${odds(harm, 'aborts', failsAt)}`,
    `  health   ${paint.green(bar(health, passesAt))} ${odds(health, 'passes', passesAt)}`,
    ...armLines(evidence, paint),
    `  ${paint.dim(cleanLine(says))}`,
  ];
}

function pastLines(evidence: CheckEvidence, paint: Paint): string[] {
  const { harm, failsAt, series, says } = evidence;
  const [blocks, ratio] = ratioLine(evidence, width);
  return [
    `  unusual  ${paint.red(bar(harm, failsAt))} ${odds(harm, 'asks', failsAt)}`,
    ...(series.length === 0 ? [] : [`  seen     ${paint.yellow(blocks.padEnd(width))} ${ratio}`]),
    `  ${paint.dim(cleanLine(says))}`,
  ];
}

/** What the judge makes of it, in a word. */
export const verdictWord = (evidence: CheckEvidence): string =>
  evidence.past === undefined ? verdictWords[evidence.verdict] : pastWord(evidence);

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
