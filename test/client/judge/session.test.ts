import { describe, expect, test } from '@jest/globals';
import { families } from '../../../bench/judge/noise.ts';
import { instancesOf, simulateHistory, simulateSoak } from '../../../bench/judge/simulate.ts';
import { Session } from '../../../src/client/judge/session.ts';

const [independent] = families;
if (independent === undefined) throw new Error('no families');
const soak = { family: independent, rate: 500, interval: 30, seed: 3 };
const tell = (session: Session, value: unknown) => session.answer(JSON.stringify(value));
const tick = (t: number) => ({
  t,
  canary: { requests: 100, errors: 1 },
  baseline: { requests: 900, errors: 4 },
});

describe('the conversation with the judge', () => {
  test('answers a calibration and a start with ok, and each tick with a verdict', () => {
    const session = new Session();
    const history = simulateHistory({ ...soak, seconds: 2 * 3600 });
    expect(tell(session, { type: 'calibrate', history })).toEqual({ type: 'ok' });
    expect(
      tell(session, { type: 'start', le: [0.1, 0.5], config: { for: 86_400, passEarly: false } }),
    ).toEqual({ type: 'ok' });
    const answers = simulateSoak({ ...soak, seconds: 300, harm: 5 }).map((one) => tell(session, one));
    expect(answers.at(-1)).toEqual({
      t: 270,
      verdict: 'fail',
      reason: expect.stringContaining('times the rate'),
    });
    expect(tell(session, { type: 'start', le: [], config: {} })).toEqual({ type: 'ok' });
    expect(tell(session, tick(0))).toMatchObject({ t: 0, verdict: 'continue' });
  });

  test('takes what is missing for no data, and errors without a series for none', () => {
    const session = new Session();
    const arms = [
      { canary: null, baseline: null },
      { canary: { requests: null, errors: 1 }, baseline: { requests: 900, errors: 4 } },
      { baseline: { requests: 900, errors: 4 } },
    ];
    for (const [t, given] of arms.entries())
      expect(tell(session, { t, ...given })).toEqual({
        t,
        verdict: 'continue',
        reason: 'no usable data yet',
      });
    expect(
      tell(session, { t: 9, canary: { requests: 50 }, baseline: { requests: 900, errors: 4 } }),
    ).toMatchObject({
      reason: expect.stringContaining('errors: 0 of 50 on the canary'),
    });
  });

  test.each([
    ['{', 1, '', 'not JSON'],
    ['[]', 1, '', 'JSON object'],
    ['{"type":"stop"}', 1, 'type', 'calibrate, start or tick'],
    ['{"t":1,"canary":{"requests":-1},"baseline":null}', 1, 'canary.requests', 'negative'],
    [
      '{"t":1,"canary":{"requests":3,"latencyBuckets":[2,1]},"baseline":null}',
      1,
      'canary.latencyBuckets',
      'cumulative',
    ],
    ['{"type":"start","config":{"falseAbort":7}}', 1, 'config.falseAbort', 'Too big'],
    [
      '{"type":"calibrate","history":[{"t":0,"groups":[{"requests":"x"}]}]}',
      1,
      'history.0.groups.0.requests',
      'expected number',
    ],
  ])('refuses %s and names line and place', (line, at, path, message) => {
    const session = new Session();
    expect(session.answer(line)).toEqual({
      type: 'error',
      line: at,
      path,
      message: expect.stringContaining(message),
    });
    expect(tell(session, tick(0))).toMatchObject({ verdict: 'continue' });
  });

  test('names the options that mean nothing to it', () => {
    expect(
      tell(new Session(), { type: 'start', le: [], config: { for: '15m', onFail: 'rollback' } }),
    ).toEqual({
      type: 'ok',
      ignored: ['onFail'],
    });
  });

  test('learns from the instances in its ticks what nobody told it before, and fails a bad canary sooner', () => {
    const failsAt = (groups: (cells: readonly unknown[]) => readonly unknown[] | undefined): number => {
      const session = new Session();
      tell(session, { type: 'start', config: { for: '24h', interval: '30s' } });
      const ticks = instancesOf({ ...soak, rate: 20, seconds: 10 * 3600, harm: 2 });
      for (const { t, canary, baseline, instances } of ticks) {
        const answer = tell(session, { t, canary, baseline, groups: groups(instances) });
        if ('verdict' in answer && answer.verdict !== 'continue')
          return answer.verdict === 'fail' ? t : Infinity;
      }
      return Infinity;
    };
    const alone = failsAt(() => undefined);
    // Six hours of nine instances: forty minutes.
    const ofBaseline = failsAt((cells) => cells.slice(1));
    const ofBoth = failsAt((cells) => cells);
    expect(alone).toBeGreaterThan(3600);
    expect(ofBaseline).toBeLessThan(alone / 1.5);
    expect(ofBoth).toBe(ofBaseline);
    expect(ofBaseline).toBeGreaterThanOrEqual(2400 - 30);
  });

  test('goes by what it was told, whatever instances its ticks show', () => {
    const says = (shown: readonly unknown[]): unknown[] => {
      const session = new Session();
      tell(session, { type: 'calibrate', history: simulateHistory({ ...soak, seconds: 2 * 3600 }) });
      tell(session, { type: 'start', config: { passEarly: false, interval: 30 } });
      return simulateSoak({ ...soak, rate: 20, seconds: 3600, harm: 1 }).map((one) =>
        tell(session, { ...one, groups: shown }),
      );
    };
    expect(
      says([
        { requests: 1, errors: 0 },
        { requests: 9, errors: 9 },
      ]),
    ).toEqual(says([]));
  });
});
