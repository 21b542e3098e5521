import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CheckEvidence } from '../../../src/activities/calls.ts';
import { changesBetween } from '../../../src/client/views/changes.ts';
import { evidenceLines } from '../../../src/client/views/evidence.ts';
import { shareOfWay, showOdds, showShare } from '../../../src/client/views/odds.ts';
import { plain } from '../../../src/client/views/paint.ts';
import { sparklines } from '../../../src/client/views/sparkline.ts';
import { widthOf } from '../../../src/client/views/width.ts';
import { frame } from '../../../src/client/watch/frame.ts';
import { evidence, pastEvidence } from '../../support/evidence.ts';
import { node, noon, view } from '../../support/release-view.ts';

const lines = (one: CheckEvidence, state: 'running' | 'done' = 'running'): string[] =>
  evidenceLines(node('watch', state, { type: 'soak', evidence: [one] }), plain);

describe('evidence under a soak', () => {
  test('shows how far to abort and to pass on a log scale, both arms, and the sentence', () => {
    expect(lines(evidence())).toEqual([
      'Errors of web undecided',
      '  harm     ━━━━━━━━━━────────── 100 to 1, aborts at 10,000',
      '  health   ──────────────────── 0.2 to 1, passes at 100',
      '  canary   ▁▁▁▁▁▃▃▃▃▄▅▅▅▅▆▆▆▆▆█ 1.7 % errors',
      '  baseline ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 0.22 % errors',
      expect.stringMatching(/^ {2}errors: 41 of 3,010 on the canary, .* against chance$/),
    ]);
  });

  test('tells why a person was asked before it looks again', () => {
    const round = { since: '', until: '', verdict: 'fail', says: '7 times the rate', evidence: [] } as const;
    const again = node('watch', 'running', { type: 'soak', evidence: [evidence()], earlier: [round] });
    expect(evidenceLines(again, plain).slice(0, 2)).toEqual([
      'before: harmful: 7 times the rate',
      'Errors of web undecided',
    ]);
    expect(evidenceLines({ ...again, state: 'done' }, plain)).toEqual([]);
  });

  test('is marked where it is a shadow', () => {
    expect(lines(evidence({ shadow: true }))[0]).toBe('Errors of web (shadow, only reported) undecided');
  });

  test('of a settled soak is left to its note, but for shadows, which no note names', () => {
    expect(lines(evidence(), 'done')).toEqual([]);
    expect(lines(evidence({ shadow: true, says: 'calm' }), 'done')).toEqual([
      'Errors of web (shadow, only reported): calm',
    ]);
  });

  test('says so where an arm served nothing, and draws nothing before the first look', () => {
    expect(lines(evidence({ series: [[1, 0, 0, 9, 0, 1]] }))[3]).toMatch(/canary {3}· +served nothing$/);
    expect(lines(evidence({ series: [] }))).toHaveLength(4);
  });

  test('of a series against its own past shows how unusual it is, and how many times the usual was seen', () => {
    expect(lines(pastEvidence())).toEqual([
      'Traffic not as usual',
      '  unusual  ━━━━━━━━━━━━━━━━━━━━ 400 to 1, asks at 200',
      '  seen     ▃▄▄▄▄▅▅▅▅▆▆▆▆▇▇▇▇███ 2 times the usual',
      expect.stringMatching(/^ {2}a spike: /),
    ]);
    expect(lines(pastEvidence({ verdict: 'continue' }))[0]).toBe('Traffic not as usual, and explained');
    expect(lines(pastEvidence({ verdict: 'continue', harm: 2 }))[0]).toBe('Traffic as usual');
    const share = pastEvidence({ past: 'share', series: [[1, 1000, 20, 1000, 5, 1]] });
    expect(lines(share)[2]).toBe('  seen     █                    4 times the usual');
    expect(lines(pastEvidence({ series: [[1, 9, 0, 0, 0, 1]] }))[2]).toMatch(/· +none is usual$/);
  });

  test('lets no title steer the terminal', () => {
    expect(lines(evidence({ title: 'a\u001b[2Jb\nc' }))[0]).toBe('ab c undecided');
  });

  test('keeps its figures and its whole sentence in a narrow window', () => {
    const drawn = frame({
      view: view({
        waiting: [],
        nodes: [node('watch', 'running', { type: 'soak', evidence: [evidence()] })],
      }),
      now: noon,
      size: { columns: 40, rows: 40 },
      paint: plain,
      keys: '',
      says: undefined,
      as: 'bob',
    });
    expect(drawn.every((line) => widthOf(line) < 40)).toBe(true);
    const words = drawn.join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('100 to 1, aborts at 10,000');
    expect(words).toContain('7.2 times the rate; odds 100 to 1 against chance');
  });
});

describe('where each change is a line', () => {
  const seen = (one: CheckEvidence) =>
    view({ waiting: [], nodes: [node('watch', 'running', { type: 'soak', evidence: [one] })] });

  test('what the judge makes of a canary is told when it changes, growing evidence is not', () => {
    const before = seen(evidence());
    expect(changesBetween(before, seen(evidence({ harm: 200 })), noon)).toEqual([]);
    const [change] = changesBetween(before, seen(evidence({ verdict: 'fail' })), noon);
    expect(change?.says).toMatch(/^running {3}Do watch \(watch\): Errors of web is harmful: errors: 41 of/);
  });
});

describe('the way to a threshold', () => {
  test('begins at even odds, ends at the threshold, and never goes back as odds grow', () => {
    const odds = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(odds, odds, fc.double({ min: 1.1, max: 1e9, noNaN: true }), (a, b, threshold) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((one) => shareOfWay(one, threshold));
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(1);
        expect(less).toBeLessThanOrEqual(more ?? 0);
      }),
    );
    expect([shareOfWay(1, 100), shareOfWay(10, 100), shareOfWay(100, 100)]).toEqual([0, 0.5, 1]);
    expect(shareOfWay(Infinity, 100)).toBe(1);
  });
});

describe('figures', () => {
  test.each([
    [0, 'under 0.01'],
    [0.237, '0.24'],
    [12.4, '12'],
    [1234, '1,234'],
    [4.2e9, '4e9'],
    [Infinity, 'more than 1e15'],
  ])('odds of %d read %s', (odds, says) => expect(showOdds(odds)).toBe(says));

  test.each([
    [0, '0 %'],
    [0.001234, '0.12 %'],
    [1, '100 %'],
  ])('a share of %d reads %s', (share, says) => expect(showShare(share)).toBe(says));
});

describe('a sparkline', () => {
  test('is never wider than it may be, and as long for one arm as for the other', () => {
    const count = fc.integer({ min: 0, max: 1000 });
    const point = fc.tuple(count, count, count, count, count, count);
    fc.assert(
      fc.property(fc.array(point, { maxLength: 130 }), fc.integer({ min: 1, max: 40 }), (series, width) => {
        const { canary, baseline } = sparklines(series, width);
        expect(canary).toHaveLength(Math.min(width, series.length));
        expect(baseline).toHaveLength(canary.length);
      }),
    );
  });
});
