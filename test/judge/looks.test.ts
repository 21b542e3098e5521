/** Planned looks: when they pass a canary, and how often one that should not be passed. */
import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../bench/judge/random.ts';
import { freshLooks, lookAt, looksWealth, watch } from '../../src/judge/looks.ts';
import type { Looks, LooksState } from '../../src/judge/looks.ts';
import { addBlock, freshScore, lackingOf } from '../../src/judge/score.ts';

const looks: Looks = { seconds: 30, soft: 1e9, dispersion: 1, usual: 0.005, chance: 0.034 };
const boundary = 1.5;

/** Independent errors, the canary a tenth of the traffic: the state after each tick, until a look is passed. */
function* states(ratio: number, ticks: number, seed: number, plan = looks): Generator<LooksState> {
  const random = randomOf(seed);
  let state = freshLooks(plan);
  for (let k = 0; k < ticks; k += 1) {
    const counts = {
      canaryTotal: 400,
      canaryErrors: random.poisson(2 * ratio),
      baselineTotal: 3600,
      baselineErrors: random.poisson(18),
    };
    state = watch(plan, state, { from: 30 * k, to: 30 * k + 30 }, counts, boundary);
    yield state;
    if (state.passed) return;
  }
}

function passedAt(ratio: number, ticks: number, seed: number): number {
  let count = 0;
  for (const { passed } of states(ratio, ticks, seed)) {
    count += 1;
    if (passed) return count;
  }
  return Infinity;
}

describe('planned looks', () => {
  test('pass a canary that is worse by the margin no more often than they may', () => {
    const runs = 800;
    const passed = Array.from({ length: runs }, (_, seed) => passedAt(boundary, 400, seed)).filter(
      Number.isFinite,
    ).length;
    const error = Math.sqrt(looks.chance / runs);
    expect(passed / runs).toBeLessThan(looks.chance + 3 * error);
    expect(passed / runs).toBeGreaterThan(looks.chance / 3);
  });

  test('pass every other healthy canary at the first look, and nearly all by the last', () => {
    const all = Array.from({ length: 200 }, (_, seed) => passedAt(1, 600, 5000 + seed)).sort((a, b) => a - b);
    // At so many errors a healthy canary is expected to lack enough: see `expectedOf`.
    const perTick = (20 * (1.5 / 10.5 - 0.1)) / Math.sqrt(20 * (1.5 / 10.5) * (9 / 10.5));
    const first = Math.ceil((lookAt(0, looks.chance) / perTick) ** 2);
    expect(all[80]).toBeLessThanOrEqual(first * 1.1);
    expect(all.filter(Number.isFinite).length).toBeGreaterThan(180);
    expect(all[0]).toBeGreaterThan(first * 0.8);
  });

  test('are worth no more than 1 on average at the boundary, at any time', () => {
    for (const at of [10, 40, 90]) {
      const worths = Array.from({ length: 600 }, (_, seed) => {
        let last = freshLooks(looks);
        for (const state of states(boundary, at, 90_000 + seed)) last = state;
        return looksWealth(looks, last);
      });
      const mean = worths.reduce((a, b) => a + b, 0) / worths.length;
      const scatter = Math.sqrt(worths.reduce((a, b) => a + (b - mean) ** 2, 0) / worths.length);
      expect(mean).toBeLessThan(1 + (3 * scatter) / Math.sqrt(worths.length));
    }
  });

  test('are the same however the ticks of a block are cut', () => {
    const plan = { ...looks, seconds: 120 };
    const part = { canaryTotal: 100, canaryErrors: 1, baselineTotal: 900, baselineErrors: 5 };
    const whole = { canaryTotal: 400, canaryErrors: 4, baselineTotal: 3600, baselineErrors: 20 };
    let cut = freshLooks(plan);
    for (let k = 0; k < 8; k += 1) cut = watch(plan, cut, { from: 30 * k, to: 30 * k + 30 }, part, boundary);
    let one = freshLooks(plan);
    for (let k = 0; k < 2; k += 1)
      one = watch(plan, one, { from: 120 * k, to: 120 * k + 120 }, whole, boundary);
    expect(cut).toEqual(one);
    expect(cut.score.variance).toBeGreaterThan(0);
  });
});

describe('a soft weight', () => {
  const usual = { canaryTotal: 400, canaryErrors: 2, baselineTotal: 3600, baselineErrors: 18 };
  /** A burst of the baseline, which makes the canary look well. */
  const burst = { ...usual, baselineErrors: 300 };
  const after = (soft: number, ...blocks: (typeof usual)[]): number =>
    lackingOf(
      blocks.reduce((score, block) => addBlock(soft, score, block, boundary), freshScore(0.005)),
      1,
    );

  test('bounds what a burst can say', () => {
    const calm = Array.from({ length: 40 }, () => usual);
    const moved = (soft: number): number => after(soft, ...calm, burst) - after(soft, ...calm);
    expect(moved(1e9)).toBeGreaterThan(1);
    expect(Math.abs(moved(0.3))).toBeLessThan(moved(1e9) / 3);
  });

  test('leaves the score of a canary at the boundary at zero on average', () => {
    const random = randomOf(9);
    const scores = Array.from({ length: 400 }, () => {
      let score = freshScore(0.005);
      for (let k = 0; k < 60; k += 1) {
        // An incident of both arms now and then.
        const factor = k % 10 === 0 ? 8 : 1;
        const counts = {
          ...usual,
          canaryErrors: random.poisson(3 * factor),
          baselineErrors: random.poisson(18 * factor),
        };
        score = addBlock(0.3, score, counts, boundary);
      }
      return lackingOf(score, 1);
    });
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    expect(Math.abs(mean)).toBeLessThan(0.2);
  });
});
