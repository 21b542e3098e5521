/** Evidence about a series against its own past: how unusual it is, and how many times the usual was seen. Pure. */
import type { CheckEvidence } from '../../activities/calls.ts';
import { times } from '../../judge/sentence.ts';
import { sparkline } from './sparkline.ts';

/** What the judge makes of it, in a word. */
export function pastWord({ verdict, harm, failsAt }: CheckEvidence): string {
  if (verdict === 'inconclusive') return 'not as usual';
  return harm >= failsAt ? 'not as usual, and explained' : 'as usual';
}

/** How many times the usual was seen, in each point; undefined where nothing was to be expected. */
export const ratiosOf = ({ series, past }: Pick<CheckEvidence, 'series' | 'past'>): (number | undefined)[] =>
  series.map((point) => {
    const [seen, usual] = past === 'share' ? [point[2], point[4]] : [point[1], point[3]];
    return usual > 0 ? seen / usual : undefined;
  });

/** Over all of a series. */
export function ratioOf({ series, past }: Pick<CheckEvidence, 'series' | 'past'>): number | undefined {
  const sum = (index: 1 | 2 | 3 | 4): number => series.reduce((all, point) => all + point[index], 0);
  const [seen, usual] = past === 'share' ? [sum(2), sum(4)] : [sum(1), sum(3)];
  return usual > 0 ? seen / usual : undefined;
}

/** One line of blocks, and what it says over all. */
export function ratioLine(evidence: CheckEvidence, width: number): readonly [blocks: string, says: string] {
  const ratio = ratioOf(evidence);
  const says = ratio === undefined ? 'none is usual' : `${times(ratio)} the usual`;
  return [sparkline(ratiosOf(evidence), width), says];
}
