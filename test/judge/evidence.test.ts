import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../bench/judge/random.ts';
import { freshEvidence, gather, harmEvidence, healthEvidence } from '../../src/judge/evidence.ts';
import type { Betting } from '../../src/judge/evidence.ts';
import { harm, health } from '../../src/judge/hypotheses.ts';
import type { Counts } from '../../src/judge/hypotheses.ts';
import type { Lane } from '../../src/judge/lane.ts';
import { worth } from '../../src/judge/lane.ts';
import { logUrn } from '../../src/judge/urn.ts';

const bounds = { harm: 1.1, health: 1.5, floor: 0.001 };
const betting = (lane: Lane): Betting => ({
  harm: [{ lane, bettors: [...harm(bounds.harm).alternatives] }],
  health: [{ lane, bettors: [...health(bounds.health).alternatives] }],
});
const common = { bursts: 0, temper: 1, cap: 1000, late: 1 };
const product: Lane = { kind: 'urn', seconds: 30, spread: 1, ...common };
const doubt: Lane = { kind: 'doubt', seconds: 120, ...common, temper: 15 };
const lanes: [string, Lane][] = [
  ['a product', product],
  ['a doubtful mean', doubt],
];

function soak(given: Betting, ticks: number, seed: number, ratio: number) {
  const random = randomOf(seed);
  let evidence = freshEvidence(given);
  for (let k = 0; k < ticks; k += 1) {
    const counts = {
      canaryTotal: 200,
      canaryErrors: random.poisson(200 * 0.005 * ratio),
      baselineTotal: 1800,
      baselineErrors: random.poisson(1800 * 0.005),
    };
    evidence = gather(given, evidence, counts, { from: 30 * k, to: 30 * k + 30 }, bounds);
  }
  return { harm: harmEvidence(given, evidence), health: healthEvidence(given, evidence) };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('evidence', () => {
  test.each(lanes)('of %s is worth no more than 1 on average at the boundary: a martingale', (_, lane) => {
    const given = betting(lane);
    const runs = Array.from({ length: 1200 }, (_unused, seed) => soak(given, 12, seed, bounds.harm).harm);
    const error = Math.sqrt(mean(runs.map((value) => (value - mean(runs)) ** 2)) / runs.length);
    expect(mean(runs)).toBeLessThan(1 + 3 * error);
    expect(mean(runs)).toBeGreaterThan(0.5);
    const passes = Array.from(
      { length: 1200 },
      (_unused, seed) => soak(given, 12, seed, bounds.health).health,
    );
    expect(mean(passes)).toBeLessThan(1.1);
  });

  test('reaches a hundred to one in less than one healthy soak in a hundred, at any of its looks', () => {
    const given = betting(product);
    let alarms = 0;
    for (let seed = 0; seed < 200; seed += 1)
      if (soak(given, 100, seed, bounds.harm).harm >= 100) alarms += 1;
    expect(alarms).toBeLessThanOrEqual(4);
  });

  const counts = fc.record({
    canaryTotal: fc.integer({ min: 1, max: 1000 }),
    canaryErrors: fc.integer({ min: 0, max: 9 }),
    baselineTotal: fc.integer({ min: 1, max: 9000 }),
    baselineErrors: fc.integer({ min: 1, max: 20 }),
  });

  test('of harm grows with every error of the canary, that of health shrinks', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(...lanes), (tick, [, lane]) => {
        const given = betting({ ...lane, seconds: 30 });
        const at = (canaryErrors: number) => {
          const evidence = gather(
            given,
            freshEvidence(given),
            { ...tick, canaryErrors },
            { from: 0, to: 30 },
            bounds,
          );
          return { harm: harmEvidence(given, evidence), health: healthEvidence(given, evidence) };
        };
        const [less, more] = [at(tick.canaryErrors), at(tick.canaryErrors + 1)];
        expect(more.harm).toBeGreaterThanOrEqual(less.harm);
        expect(more.health).toBeLessThanOrEqual(less.health);
      }),
    );
  });

  test('is the same however the ticks of a block are cut', () => {
    fc.assert(
      fc.property(
        fc.array(counts, { minLength: 4, maxLength: 4 }),
        fc.constantFrom(...lanes),
        (ticks, [, lane]) => {
          const given = betting({ ...lane, seconds: 120 });
          const fed = (parts: readonly Counts[], length: number) =>
            parts.reduce(
              (evidence, part, k) =>
                gather(
                  given,
                  evidence,
                  part,
                  { from: k * length, to: (k + 1) * length },
                  { ...bounds, floor: 0 },
                ),
              freshEvidence(given),
            );
          const sum = (key: keyof Counts): number => ticks.reduce((total, tick) => total + tick[key], 0);
          const whole: Counts = {
            canaryTotal: sum('canaryTotal'),
            canaryErrors: sum('canaryErrors'),
            baselineTotal: sum('baselineTotal'),
            baselineErrors: sum('baselineErrors'),
          };
          expect(harmEvidence(given, fed(ticks, 30))).toBeCloseTo(harmEvidence(given, fed([whole], 120)), 9);
        },
      ),
    );
  });

  test('is none against a canary below the floor, though the baseline never errs', () => {
    const given = betting(product);
    let evidence = freshEvidence(given);
    for (let k = 0; k < 2880; k += 1)
      evidence = gather(
        given,
        evidence,
        { canaryTotal: 1500, canaryErrors: k % 4 === 0 ? 1 : 0, baselineTotal: 13_500, baselineErrors: 0 },
        { from: 30 * k, to: 30 * k + 30 },
        bounds,
      );
    expect(harmEvidence(given, evidence)).toBeLessThan(1);
    expect(healthEvidence(given, evidence)).toBeGreaterThan(100);
  });

  test('of one error is the ratio of the shares under both hypotheses', () => {
    const one = { canaryTotal: 100, canaryErrors: 1, baselineTotal: 900, baselineErrors: 0 };
    const share = (ratio: number): number => (100 * ratio) / (100 * ratio + 900);
    for (const spread of [1, 7])
      expect(Math.exp(logUrn(one, 1.1, 2, spread))).toBeCloseTo(share(2.2) / share(1.1), 12);
  });

  test('of clusters is worth 1 on average where errors are drawn from an urn, and less than that of as many lone ones', () => {
    const random = randomOf(5);
    const spread = 6;
    const lane: Lane = { kind: 'urn', seconds: 240, spread, ...common };
    const balls = 12 / (spread - 1);
    const due = 110 / 1010;
    const draw = (): Counts => {
      let [canaryErrors, baselineErrors] = [0, 0];
      while (canaryErrors + baselineErrors < 12) {
        const chance = (due * balls + canaryErrors) / (balls + canaryErrors + baselineErrors);
        if (random.uniform() < chance) canaryErrors += 1;
        else baselineErrors += 1;
      }
      return { canaryTotal: 100, canaryErrors, baselineTotal: 900, baselineErrors };
    };
    const factors = Array.from({ length: 40_000 }, () => {
      const [log = 0] = worth(lane, draw(), 1.1, [2]);
      return Math.exp(log);
    });
    expect(mean(factors)).toBeCloseTo(1, 1);
    const burst = { canaryTotal: 100, canaryErrors: 8, baselineTotal: 900, baselineErrors: 4 };
    expect(logUrn(burst, 1.1, 2, spread)).toBeLessThan(logUrn(burst, 1.1, 2, 1) / 2);
  });

  test('of a burst is next to nothing for a doubling where bursts are allowed for, that of a doubling is not', () => {
    const wary: Lane = { kind: 'urn', seconds: 240, spread: 1, ...common, bursts: 0.05 };
    const block = (canaryErrors: number): Counts => ({
      canaryTotal: 10_000,
      canaryErrors,
      baselineTotal: 90_000,
      baselineErrors: 450,
    });
    const [burst = 0] = worth(wary, block(400), 1.1, [1.8]);
    const [doubled = 0] = worth(wary, block(100), 1.1, [1.8]);
    expect(Math.abs(burst)).toBeLessThan(0.01);
    expect(doubled).toBeGreaterThan(1);
  });

  test('of late money grows no faster than its lane allows, whatever happens', () => {
    const slow = betting({ ...product, late: 0.1 });
    const storm = { canaryTotal: 1500, canaryErrors: 60, baselineTotal: 13_500, baselineErrors: 70 };
    const calm = { ...storm, canaryErrors: 7 };
    let evidence = freshEvidence(slow);
    const ticks = (count: number, from: number, counts: Counts): number[] =>
      Array.from({ length: count }, (_, k) => {
        const at = 30 * (from + k);
        evidence = gather(slow, evidence, counts, { from: at, to: at + 30 }, bounds);
        return harmEvidence(slow, evidence);
      });
    ticks(240, 0, calm);
    // Ten nats at a tenth of a nat a tick: a burst of half an hour does not abort, harm that stays does.
    expect(Math.max(...ticks(60, 240, storm))).toBeLessThan(100);
    expect(Math.max(...ticks(120, 300, storm))).toBeGreaterThan(100);
  });
});
