/** `service.check` on real hosts: each sign that is missing is named. */
import { expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { describeOnHosts, port } from '../../support/hosts.ts';
import type { Version } from '../../support/hosts.ts';

const step = steps.get('service.check') as Step;
const signs = { port, log: 'started', http: { contains: 'web' }, settleSeconds: 3, steadySeconds: 0 };

describeOnHosts('service.check', (hosts) => {
  const check = (more: object = {}) =>
    attempt(
      step,
      { host: hosts().addressed[0], unit: 'web', signs: { ...signs, ...more } },
      contextFor(hosts().clients),
    );
  async function running(version: Version) {
    await hosts().put('web1', version);
    await hosts().hosts.run('web1', 'systemctl restart web');
  }

  test('names what it saw of a service that works', async () => {
    expect((await check({ steadySeconds: 0.2 })).output).toEqual({
      invocation: expect.stringMatching(/^[0-9a-f]{32}$/),
      says: ['its process is up', 'its log says "started"', `port ${port} is bound`, '/ answers 200'],
    });
  });

  test('does not take what an earlier process has said for this one’s', async () => {
    await running('mute');
    expect((await failureOf(check({ settleSeconds: 0 }))).message).toContain(
      'its log lacks "started"; it said last: thinking',
    );
  });

  test('says that the port is not bound', async () => {
    await running('mute');
    const { log: _, ...rest } = signs;
    const failure = await failureOf(
      attempt(
        step,
        { host: hosts().addressed[0], unit: 'web', signs: { ...rest, settleSeconds: 0 } },
        contextFor(hosts().clients),
      ),
    );
    expect(failure.message).toContain(`port ${port} is not bound`);
  });

  test('says how it answers wrongly', async () => {
    await running('wrong');
    expect((await failureOf(check())).message).toContain('/ answers 500, not 200');
    await running('two');
    expect((await failureOf(check({ http: { contains: 'web three' } }))).message).toContain(
      'lacks "web three"',
    );
  });

  test('gives the last words of one that died, without waiting for its time to be over', async () => {
    await running('broken');
    const failure = await failureOf(check({ settleSeconds: 3000 }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('it lacks its fonts');
  });

  test('does not take one that dies a moment later for one that works', async () => {
    const looking = check({ settleSeconds: 0, steadySeconds: 2 }).then(
      () => 'works',
      (error: unknown) => String(error),
    );
    await hosts().hosts.run('web1', 'sleep 1; systemctl restart web');
    expect(await looking).toContain('did not stay up');
  });

  test('names a unit that is not there', async () => {
    const input = { host: { name: 'web1' }, unit: 'none', signs };
    const failure = await failureOf(attempt(step, input, contextFor(hosts().clients)));
    expect([failure.type, failure.message]).toEqual([
      'refused',
      expect.stringContaining('Unit none.service not found'),
    ]);
  });
});
