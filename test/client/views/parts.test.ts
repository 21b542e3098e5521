import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween } from '../../../src/client/views/changes.ts';
import { cleaned } from '../../../src/client/views/clean.ts';
import { showDuration } from '../../../src/client/views/duration.ts';
import { paintFor } from '../../../src/client/views/paint.ts';
import { progressBar } from '../../../src/client/views/progress-bar.ts';
import { table } from '../../../src/client/views/table.ts';
import { truncate, widthOf, wrap } from '../../../src/client/views/width.ts';
import { frame } from '../../../src/client/watch/frame.ts';
import { actionOf, keyLine } from '../../../src/client/watch/keys.ts';
import { plain } from '../../../src/client/views/paint.ts';
import { at, node, noon, view } from '../../support/release-view.ts';

describe('durations', () => {
  test.each([
    [0, '0s'],
    [999, '0s'],
    [61_000, '1m 1s'],
    [3_600_000, '1h'],
    [90_061_000, '1d 1h'],
    [-5, '0s'],
  ])('%i ms reads %s', (milliseconds, text) => expect(showDuration(milliseconds)).toBe(text));
});

describe('progress', () => {
  test('never leaves its bar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (from, until) => {
        expect(progressBar({ from: at(from), until: at(until) }, noon)).toMatch(/^[━─]{20} +(\d|\d\d|100) %/);
      }),
    );
  });

  test('says when the time is over', () => {
    expect(progressBar({ from: at(60), until: at(1) }, noon)).toContain('100 %, time is over');
  });
});

describe('text in cells', () => {
  test('is never wider than it may be, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(widthOf(truncate(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('counts wide letters twice and colours not at all', () => {
    expect(widthOf('\u001b[31m版本\u001b[39m')).toBe(4);
  });

  test('ends the colours that it cuts', () => {
    expect(truncate('\u001b[31mred and long\u001b[39m', 5)).toBe('\u001b[31mred …\u001b[0m');
  });

  test('wraps at spaces', () => {
    expect(wrap('one two three four', 10)).toEqual(['one two', 'three four']);
  });

  test('stands in columns', () => {
    expect(
      table([
        ['a', 'b'],
        ['long', 'x'],
        ['版', 'y'],
      ]),
    ).toEqual(['a     b', 'long  x', '版    y']);
  });
});

describe('cleaning', () => {
  test('leaves no control character in any string of any value, keys included', () => {
    const steering = fc.string({
      unit: fc.constantFrom('\u001b', '[', '3', 'm', '\u009b', '\u0007', 'a', '\u202e', '\r', '\n'),
    });
    fc.assert(
      fc.property(fc.dictionary(steering, fc.oneof(steering, fc.array(steering))), (value) => {
        const strings = JSON.stringify(cleaned(value));
        expect(strings).not.toMatch(/\\u00|\\r|\u009b|\u202e/);
      }),
    );
  });
});

describe('colours', () => {
  test('come only at a terminal, and never with NO_COLOR', () => {
    expect(paintFor({}, { isTTY: true }).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(paintFor({}, { isTTY: false }).red('x')).toBe('x');
    expect(paintFor({ NO_COLOR: '1' }, { isTTY: true }).red('x')).toBe('x');
    expect(paintFor({ TERM: 'dumb' }, { isTTY: true }).red('x')).toBe('x');
  });
});

describe('changes', () => {
  test('are told once each', () => {
    const before = view({ waiting: [], nodes: [node('a', 'running', { startedAt: at(9) })] });
    const after = view({
      waiting: [],
      nodes: [node('a', 'done', { startedAt: at(9), endedAt: at(4) }), node('b', 'running')],
    });
    expect(changesBetween(before, after, noon).map(({ says }) => says)).toEqual([
      'done      Do a (a, 5s)',
      'running   Do b (b)',
    ]);
    expect(changesBetween(after, after, noon)).toEqual([]);
  });

  test('of a release that has gone on already are told with the time they happened at', () => {
    const after = view({
      waiting: [],
      phase: 'closed',
      outcome: 'rolled-back',
      endedAt: at(1),
      nodes: [
        node('a', 'undone', { startedAt: at(90), endedAt: at(2) }),
        node('b', 'cancelled', { startedAt: at(8) }),
      ],
    });
    expect(changesBetween(undefined, after, noon)).toEqual([
      { at: at(2), says: 'undone    Do a (a)' },
      { at: at(8), says: 'cancelled Do b (b)' },
      { at: at(1), says: 'release/balrog/stage/3.111 has ended: rolled-back' },
    ]);
  });

  test('tell a new question with the command that answers it, and the end', () => {
    const before = view({ waiting: [] });
    const asked = changesBetween(before, view(), noon).map(({ says }) => says);
    expect(asked.join('\n')).toContain('slipway approve balrog/stage/3.111 judge');
    const closed = view({ waiting: [], phase: 'closed', outcome: 'succeeded', why: 'All done.' });
    expect(changesBetween(before, closed, noon).map(({ says }) => says)).toEqual([
      'release/balrog/stage/3.111 has ended: succeeded. All done.',
    ]);
  });
});

describe('the live picture', () => {
  const drawn = (rows: number, columns = 80): string[] =>
    frame({
      view: view({
        nodes: Array.from({ length: 60 }, (_, index) =>
          node(`n${index}`, index === 40 ? 'running' : 'pending'),
        ),
      }),
      now: noon,
      size: { rows, columns },
      paint: plain,
      keys: 'q leave',
      says: undefined,
      as: 'bob',
    });

  test('fits the terminal and keeps what is active in sight', () => {
    for (const rows of [20, 30, 50]) {
      const lines = drawn(rows);
      expect(lines.length).toBeLessThan(rows);
      expect(lines.join('\n')).toContain('● Do n40');
      expect(lines.join('\n')).toMatch(/↑ \d+ more/);
    }
    expect(drawn(30, 40).every((line) => widthOf(line) < 40)).toBe(true);
  });

  test('shows everything where there is room', () => {
    expect(drawn(120).filter((line) => line.includes('Do n'))).toHaveLength(60);
  });
});

describe('keys', () => {
  test('do only what makes sense just now', () => {
    expect(actionOf('a', view())).toBe('approve');
    expect(actionOf('y', view())).toBeUndefined();
    expect(actionOf('p', view())).toBe('pause');
    expect(actionOf('p', view({ phase: 'paused' }))).toBe('resume');
    expect(actionOf('\u0003', undefined)).toBe('quit');
    expect(keyLine(view({ waiting: [] }))).toBe('p pause   b roll back   x abort   q leave');
  });
});
