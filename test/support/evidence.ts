/** Evidence for tests of the client: a canary that errs more and more, thirty looks at it. */
import type { CheckEvidence } from '../../src/activities/calls.ts';
import { noon } from './release-view.ts';

export const evidence = (more: Partial<CheckEvidence> = {}): CheckEvidence => ({
  check: 'errors',
  title: 'Errors of web',
  shadow: false,
  verdict: 'continue',
  says: 'errors: 41 of 3,010 on the canary, 52 of 27,400 on the baseline; 7.2 times the rate; odds 100 to 1 against chance',
  harm: 100,
  failsAt: 10_000,
  health: 0.2,
  passesAt: 100,
  metrics: [
    {
      name: 'errors',
      canary: { total: 3010, errors: 41 },
      baseline: { total: 27_400, errors: 52 },
      ratio: 7.18,
      harm: 100,
      health: 0.2,
    },
  ],
  series: Array.from({ length: 30 }, (_, index) => [
    noon / 1000 - 900 + index * 30,
    100,
    Math.floor(index / 7),
    900,
    2,
    10 ** (index / 14.5),
    0.9 ** index,
  ]),
  ...more,
});

/** Of a series against its own past: traffic that grows to three times the usual. */
export const pastEvidence = (more: Partial<CheckEvidence> = {}): CheckEvidence =>
  evidence({
    check: 'traffic',
    title: 'Traffic',
    verdict: 'inconclusive',
    says: 'a spike: 6,000 where 3,000 are usual at this time of day (2 times), over 60 min',
    past: 'count',
    harm: 400,
    failsAt: 200,
    health: 0,
    passesAt: 0,
    metrics: [],
    series: Array.from({ length: 30 }, (_, index) => [
      noon / 1000 - 3600 + index * 120,
      100 + Math.round((index * 200) / 29),
      0,
      100,
      0,
      400 ** (index / 29),
    ]),
    ...more,
  });
