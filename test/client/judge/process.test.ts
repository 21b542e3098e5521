import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { randomOf } from '../../../bench/judge/random.ts';
import { built, cleanEnv } from '../../support/built.ts';

const random = randomOf(8);
const arm = (requests: number, rate: number, slow = 1) => ({
  requests,
  errors: random.poisson(requests * rate),
  latencyBuckets: [Math.round(requests * (1 - 0.1 * slow)), Math.round(requests * 0.99), requests],
});
const tick = (t: number, harm: number, slow = 1) => ({
  t,
  canary: arm(1500, 0.005 * harm, slow),
  baseline: arm(13_500, 0.005),
});
const history = Array.from({ length: 480 }, (_, k) => ({
  t: 30 * k,
  groups: Array.from({ length: 10 }, () => arm(1500, 0.005)),
}));

/** Says a line to the process and waits for its answer before the next: what is not flushed would never come. */
async function conversation() {
  const child = spawn(process.execPath, [built('client/main.js'), 'judge'], {
    env: cleanEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async say(value: unknown): Promise<unknown> {
      child.stdin.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
      const answer = await answers.next();
      return answer.done === true ? undefined : (JSON.parse(answer.value) as unknown);
    },
    async end(): Promise<unknown> {
      child.stdin.end();
      const [code] = (await once(child, 'exit')) as [unknown];
      return code;
    },
  };
}

describe('slipway judge as a process', () => {
  test('answers each line at once: calibrate and start by ok, ticks by verdicts, and a new start begins a new soak', async () => {
    const judge = await conversation();
    expect(await judge.say({ type: 'calibrate', history })).toEqual({ type: 'ok' });
    const start = { type: 'start', le: [0.1, 0.5], config: { for: 600, passEarly: false } };
    expect(await judge.say(start)).toEqual({ type: 'ok' });
    let answer: unknown;
    for (let t = 0; t < 600; t += 30) {
      answer = await judge.say(tick(t, 1));
      expect(answer).toEqual({ t, verdict: expect.any(String), reason: expect.any(String) });
      // Without early passes nothing ends before its time.
      if (t < 570) expect(answer).toMatchObject({ verdict: 'continue' });
    }
    expect(answer).toMatchObject({ verdict: 'pass' });
    expect(await judge.say({ type: 'start', le: [0.1, 0.5, '+Inf'], config: { for: 86_400 } })).toEqual({
      type: 'ok',
    });
    expect(await judge.say(tick(0, 8))).toMatchObject({ t: 0 });
    expect(await judge.say({ ...tick(30, 8), groups: [arm(1500, 0.005), null] })).toMatchObject({
      t: 30,
      verdict: 'fail',
    });
    // After the end the verdict stays.
    expect(await judge.say(tick(60, 1))).toMatchObject({ t: 60, verdict: 'fail' });
    expect(await judge.end()).toBe(0);
  }, 120_000);

  test('needs neither calibration nor start nor baselines in each tick, and goes on after what it cannot read', async () => {
    const judge = await conversation();
    expect(await judge.say(tick(0, 1))).toMatchObject({ t: 0, verdict: 'continue' });
    expect(await judge.say({ t: 30, canary: arm(1500, 0.005), baseline: null })).toMatchObject({
      t: 30,
      verdict: 'continue',
    });
    expect(await judge.say('{"t":60,')).toMatchObject({ type: 'error', line: 3 });
    expect(await judge.say(tick(90, 1))).toMatchObject({ t: 90, verdict: 'continue' });
    expect(await judge.end()).toBe(2);
  }, 120_000);
});
