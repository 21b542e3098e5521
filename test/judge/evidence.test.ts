import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../bench/judge/random.ts';
import { freshEvidence, gather, harmEvidence, healthEvidence } from '../../src/judge/evidence.ts';
import type { Betting } from '../../src/judge/evidence.ts';
import { harm, health, logRatio } from '../../src/judge/hypotheses.ts';
import type { Counts } from '../../src/judge/hypotheses.ts';
import type { Lane } from '../../src/judge/lane.ts';

const bounds = { harm: 1.1, health: 1.5, floor: 0.001 };
const betting = (lane: Lane): Betting => ({
  harm: harm(bounds.harm).alternatives.map(({ times, prior }) => ({ lane, times, prior })),
  health: health(bounds.health).alternatives.map(({ times, prior }) => ({ lane, times, prior })),
});
const product: Lane = { kind: 'tempered', seconds: 30, temper: 1, cap: 1000, bursts: 0 };
const lanes: [string, Lane][] = [
  ['a product', product],
  ['a mean', { kind: 'mean', seconds: 120 }],
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
    canaryErrors: fc.integer({ min: 0, max: 50 }),
    baselineTotal: fc.integer({ min: 1, max: 9000 }),
    baselineErrors: fc.integer({ min: 1, max: 200 }),
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
    expect(Math.exp(logRatio(one, 1.1, 2))).toBeCloseTo(share(2.2) / share(1.1), 12);
  });
});
