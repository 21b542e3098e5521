import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../bench/judge/random.ts';
import {
  freshPastState,
  judgePast,
  lookBack,
  pastOptionsSchema,
  pastStateSchema,
  profileOf,
} from '../../src/judge/index.ts';
import type { PastJudgement, Point, Profile } from '../../src/judge/index.ts';

const day = 86_400;
const options = pastOptionsSchema.parse({});

/** Traffic with a swing over the day and noise with some memory. */
function traffic(from: number, to: number, seed: number, change = 1): Point[] {
  const random = randomOf(seed);
  let noise = 0;
  return Array.from({ length: (to - from) / 60 }, (_, k) => {
    const t = from + 60 * k;
    noise = 0.9 * noise + 0.03 * random.normal();
    return { t, value: change * 1000 * (1 + 0.6 * Math.sin((2 * Math.PI * t) / day)) * Math.exp(noise) };
  });
}

function profile(seed: number): Profile {
  const made = profileOf(traffic(0, 7 * day, seed));
  if (made === undefined) throw new Error('no profile');
  return made;
}

function judged(given: Profile, points: readonly Point[]): PastJudgement {
  let state = freshPastState;
  for (const point of points) {
    state = pastStateSchema.parse(JSON.parse(JSON.stringify(lookBack(given, options, state, point))));
    const judgement = judgePast(given, options, state);
    if (judgement.verdict !== 'continue') return judgement;
  }
  return judgePast(given, options, state);
}

describe('a series against its own past', () => {
  test('bothers nobody on usual days', () => {
    const asked = Array.from(
      { length: 20 },
      (_, seed) => judged(profile(seed), traffic(7 * day, 8 * day, 1000 + seed)).verdict,
    );
    expect(asked.filter((verdict) => verdict !== 'continue')).toEqual([]);
  });

  test('asks a person about a spike and about a dip, and names it', () => {
    expect(judged(profile(1), traffic(7 * day, 8 * day, 2, 3))).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^a spike: (2\.[5-9]|3(\.\d)?) times what this time of day is used to/),
    });
    expect(judged(profile(1), traffic(7 * day, 8 * day, 2, 0.3))).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^a dip: 0\.3 times/),
    });
  });

  test('takes a gap for nothing', () => {
    const gap = traffic(7 * day, 8 * day, 2).map(({ t }) => ({ t, value: null }));
    expect(judged(profile(1), gap)).toMatchObject({ verdict: 'continue', reason: 'no data yet' });
  });

  test('has no profile of a single day', () => {
    expect(profileOf(traffic(0, day, 1))).toBeUndefined();
  });
});
