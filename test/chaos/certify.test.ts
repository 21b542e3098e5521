/** What a certification strikes, what it keeps, and what it makes of it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosen, reported, toStrike } from '../../bench/chaos/chosen.ts';
import { parseOptions } from '../../bench/chaos/options.ts';
import { idOf } from '../../bench/chaos/point.ts';
import type { Point } from '../../bench/chaos/point.ts';
import { openResults } from '../../bench/chaos/results.ts';
import type { Ran } from '../../bench/chaos/run-point.ts';
import { handfuls } from '../../bench/chaos/share.ts';
import { legsOf } from '../../bench/chaos/subject.ts';
import { subjects } from '../../bench/chaos/subjects/index.ts';
import { passed, summaryOf } from '../../bench/chaos/summary.ts';
import { failuresOf } from '../../bench/chaos/table.ts';

const pointAt = (ms: number): Point => ({
  leg: 'balrog/stage',
  standing: 'any',
  place: { at: 'moment', ms },
  stroke: { type: 'kill', victims: 'worker' },
});
const points = [1, 2, 3, 4].map(pointAt);
const [first, second, third] = points.map(idOf) as [string, string, string];

const ran = (point: string, finding: Ran['finding'] = 'ok', killToProgressMs = 100): Ran => ({
  point,
  standing: 'any',
  stroke: 'kill',
  finding,
  problems: finding === 'ok' ? [] : ['the world: otherwise'],
  parked: [],
  recovery: { killToProgressMs, backToProgressMs: 1 },
  ms: 1000,
});

describe('all points', () => {
  const all = { points: 'all', seed: 1 } as const;

  test('go on where they stopped, and every run counts', () => {
    const known = [ran(first), ran(second, 'lost')];
    const wanted = chosen(points, all);
    expect(wanted.map(idOf).sort()).toEqual(points.map(idOf).sort());
    expect(toStrike(wanted, known, all).map(idOf)).toEqual(
      wanted.map(idOf).filter((id) => id !== first && id !== second),
    );
    expect(reported(wanted, known, all)).toEqual(known);
  });

  test('are the same ones when nobody names a seed', () => {
    expect(parseOptions(['--points', 'all'])).toMatchObject({ seed: 1 });
    expect(parseOptions(['--points', 'all', '--seed', '7'])).toMatchObject({ seed: 7 });
  });
});

describe('points by their names', () => {
  test('are struck again where they failed, and then the last run counts', () => {
    const wish = { points: 'any/[123]ms', seed: 1 };
    const wanted = chosen(points, wish);
    expect(wanted.map(idOf)).toEqual([first, second, third]);
    const before = [ran(first), ran(second, 'lost')];
    expect(toStrike(wanted, before, wish).map(idOf)).toEqual([second, third]);
    const after = [...before, ran(second)];
    expect(reported(wanted, after, wish)).toEqual([ran(first), ran(second)]);
  });

  test('stand in the command that does a failure again, with their voyage', () => {
    const lines = failuresOf([ran('balrog/stage/all:skew-world+5s', 'lost')], 7);
    expect(lines.at(-1)?.trim()).toBe(
      "again: npm run chaos -- --voyages '^balrog/stage$' --points '^balrog/stage/all:skew-world\\+5s$' --seed 7",
    );
  });
});

describe('a share', () => {
  const legs = legsOf(subjects).slice(0, 2);
  const [one, two] = legs;
  const drawn = async (seed: number, isOver = () => false) => {
    const asked: unknown[] = [];
    const found: (readonly string[])[] = [];
    const pointsOf = (leg: unknown) => {
      asked.push(leg);
      const name = leg === one ? 'a' : 'b';
      return Promise.resolve(Array.from({ length: leg === one ? 5 : 1 }, (_, at) => `${name}${at}`));
    };
    for await (const some of handfuls(legs, seed, pointsOf, isOver)) found.push(some);
    return { asked, found };
  };

  test('takes some points of each voyage before the next ones, until none is left', async () => {
    const { asked, found } = await drawn(7);
    expect(asked).toEqual([one, two]);
    expect(found.map((some) => [...new Set(some.map((name) => name[0]))])).toEqual([['a'], ['b'], ['a']]);
    expect(found.flat().sort()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0']);
    expect((await drawn(7)).found).toEqual(found);
  });

  test('asks no voyage for its points once its time is over', async () => {
    let asks = 0;
    const { asked } = await drawn(7, () => (asks += 1) > 1);
    expect(asked).toEqual([one]);
  });
});

describe('what was found', () => {
  let dir: string;
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'slipway-results-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('is kept for the same build, though it was killed while it wrote', () => {
    const file = join(dir, 'found', 'results.jsonl');
    openResults(file, 'today').add(ran(first));
    openResults(file, 'yesterday').add(ran(second));
    appendFileSync(file, '{"build":"today","ran":{"po');
    const results = openResults(file, 'today');
    results.add(ran(third));
    expect(results.all()).toEqual([ran(first), ran(third)]);
    expect(openResults(file, 'today').all()).toEqual([ran(first), ran(third)]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  test('is summed up in exactly these figures', () => {
    const all = [ran(first), ran(first, 'wrong', 300), ran(second, 'duplicated', 900), ran(third, 'stuck')];
    expect(JSON.stringify(summaryOf(all))).toBe(
      '{"runs":4,"points":3,"lost":1,"duplicated":1,"stuck":1,"medianRecoveryMs":300,"p95RecoveryMs":900}',
    );
  });

  test('passes where nothing went wrong, and not where nothing was struck', () => {
    expect(passed(summaryOf([ran(first)]))).toBe(true);
    expect(passed(summaryOf([ran(first), ran(second, 'wrong')]))).toBe(false);
    expect(passed(summaryOf([{ ...ran(first), finding: 'skipped' }]))).toBe(false);
  });
});
