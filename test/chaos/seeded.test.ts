/** A share of the kill-anywhere certification, drawn by a seed: `npm run chaos` strikes everywhere. Seed 3. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shuffled } from '../../bench/chaos/anytime.ts';
import { pointsOf } from '../../bench/chaos/enumerate.ts';
import { openLane } from '../../bench/chaos/lane.ts';
import type { Lane } from '../../bench/chaos/lane.ts';
import { idOf } from '../../bench/chaos/point.ts';
import type { Point } from '../../bench/chaos/point.ts';
import { sailReferences } from '../../bench/chaos/reference.ts';
import type { Reference } from '../../bench/chaos/reference.ts';
import type { Ran } from '../../bench/chaos/run-point.ts';
import { runSeries } from '../../bench/chaos/series.ts';
import { legsOf } from '../../bench/chaos/subject.ts';
import { subjects } from '../../bench/chaos/subjects/index.ts';
import { resolveTemporal } from '../../src/worker/temporal/resolve.ts';
import { built } from '../support/built.ts';

const seed = 3;
const leg = 'balrog/stage';

/** One of each: what is struck, and where the release stands then. */
const kinds: readonly ((point: Point) => boolean)[] = [
  killing('one', 'act'),
  killing('both', 'wait'),
  killing('one', 'question'),
  killing('world', 'act'),
  ({ stroke }) => stroke.type === 'twice',
];

function killing(victims: string, standing: Point['standing']): (point: Point) => boolean {
  return ({ stroke, standing: at }) =>
    stroke.type === 'kill' && stroke.victims === victims && at === standing;
}

describe(`a release of Balrog, struck where seed ${seed} says`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-chaos-'));
  const lanes: Lane[] = [];
  let references: ReadonlyMap<string, Reference>;
  let points: readonly Point[];

  beforeAll(async () => {
    built('client/main.js');
    const { path } = await resolveTemporal();
    lanes.push(...(await Promise.all([1, 2].map((lane) => openLane(path, join(dir, `lane-${lane}`))))));
    const [first] = lanes;
    if (first === undefined) throw new Error('There is no lane.');
    const legs = legsOf(subjects).filter(({ voyage }) => voyage.name === 'stage');
    references = await sailReferences(first, legs, join(dir, 'worlds'));
    const reference = references.get(leg);
    if (reference === undefined) throw new Error(`Nobody has sailed ${leg}.`);
    const all = shuffled(pointsOf(leg, reference.log, 'out'), seed);
    points = kinds.flatMap((kind) => all.filter(kind).slice(0, 1));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(lanes.map((lane) => lane.stop()));
    rmSync(dir, { recursive: true, force: true });
  });

  test('ends as it would have, with each effect once, nothing left behind and nothing untrue said', async () => {
    const ran: Ran[] = [];
    await runSeries({ lanes, references, points, until: Infinity, done: (one) => void ran.push(one) });
    expect(ran.map(({ point }) => point).sort()).toEqual(points.map(idOf).sort());
    expect(ran.map(({ point, finding, problems }) => ({ point, finding, problems }))).toEqual(
      ran.map(({ point }) => ({ point, finding: 'ok', problems: [] })),
    );
  }, 400_000);

  test('was struck once in each way', () => {
    expect(points).toHaveLength(kinds.length);
  });
});
