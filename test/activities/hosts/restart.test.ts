/** `hosts.restart` on real hosts: in batches, seen to work, stopped by the first that does not come back, and undone. */
import { expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, observe, undo } from '../../support/attempt.ts';
import { eventually } from '../../support/eventually.ts';
import { describeOnHosts, names, port } from '../../support/hosts.ts';

const step = steps.get('hosts.restart') as Step;

describeOnHosts('hosts.restart', (hosts) => {
  const input = (more: object = {}) => ({
    hosts: hosts().addressed,
    unit: 'web',
    putBack: [{ command: ['git', '-C', 'web', 'checkout', '--quiet', '--force', 'one'] }],
    signs: { port, log: 'started', http: {}, settleSeconds: 20, steadySeconds: 0 },
    ...more,
  });
  const run = (more: object = {}) => attempt(step, input(more), contextFor(hosts().clients));
  const answers = () =>
    Promise.all(
      hosts().addressed.map(async ({ address }) => (await fetch(`http://${address}:${port}/`)).text()),
    ).then((texts) => texts.map((text) => text.trim()));
  /** Who was restarted, in their order. */
  const restarts = () =>
    hosts()
      .running.world.journal.entries()
      .filter(({ effect }) => effect === 'service.restart')
      .map(({ target }) => target.split(' ')[0]);
  const everywhere = (version: 'two' | 'broken') =>
    Promise.all(names.map((name) => hosts().put(name, version)));

  test('restarts one after the other', async () => {
    await everywhere('two');
    const before = restarts().length;
    const { output } = await run({ batch: 1 });
    expect(output).toEqual({ restarted: [...names] });
    expect(await answers()).toEqual(['web two', 'web two', 'web two']);
    expect(restarts().slice(before)).toEqual([...names]);
  });

  test('stops at the first that does not come back, and puts it back', async () => {
    await hosts().put('web1', 'two');
    await hosts().put('web2', 'broken');
    await hosts().put('web3', 'two');
    const failure = await failureOf(run());
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toMatch(
      /web2 did not come back: .*it lacks its fonts.*it was put back, and works again/s,
    );
    expect(failure.message).toContain('Restarted before, and working: web1.');
    expect(await answers()).toEqual(['web two', 'web one', 'web one']);
  });

  test('begins with the host that is down already', async () => {
    await everywhere('two');
    await hosts().hosts.run('web3', 'systemctl stop web');
    const before = restarts().length;
    await run();
    expect(restarts().slice(before)).toEqual(['web3', 'web1', 'web2']);
  });

  test('goes on where a worker has died, without a second restart', async () => {
    await everywhere('two');
    const seen = await observe(step, input(), contextFor(hosts().clients));
    if (seen.state !== 'absent') throw new Error('It should be absent.');
    const before = restarts().length;
    hosts().running.world.faults.add({
      path: '^/hosts/web1/systemctl/restart',
      kind: { type: 'drop-reply' },
    });
    const { retried } = await run();
    expect(retried.map(({ type }) => type)).toEqual(['unavailable']);
    expect(restarts().slice(before)).toEqual([...names]);
  });

  test('is undone on the hosts that were restarted alone', async () => {
    await hosts().put('web1', 'two');
    await hosts().put('web2', 'broken');
    const ctx = contextFor(hosts().clients);
    const seen = await observe(step, input(), ctx);
    if (seen.state !== 'absent') throw new Error('It should be absent.');
    await failureOf(run());
    const before = restarts().length;
    const known = { input: step.input.parse(input()), before: seen.before };
    expect(await undo(step, known, ctx)).toBe('Put back and restarted: web1.');
    expect(restarts().slice(before)).toEqual(['web1']);
    expect(await answers()).toEqual(['web one', 'web one', 'web one']);
    expect(await undo(step, known, ctx)).toContain('nothing to put back');
  });

  test('is undone without a second restart where the answer to one was lost', async () => {
    await everywhere('two');
    const { known } = await run();
    const before = restarts().length;
    hosts().running.world.faults.add({
      system: 'hosts',
      path: 'web1/systemctl/restart',
      kind: { type: 'drop-reply' },
    });
    const ctx = contextFor(hosts().clients);
    expect((await failureOf(undo(step, known, ctx))).type).toBe('unavailable');
    await undo(step, known, ctx);
    expect(await answers()).toEqual(['web one', 'web one', 'web one']);
    expect(restarts().slice(before)).toEqual([...names]);
  });

  test('does not restart what its preparation has restarted', async () => {
    const before = restarts().length;
    await run({ prepare: [{ command: ['sh', '-c', 'systemctl restart web; exit 2'], codes: [0, 2] }] });
    expect(restarts().slice(before)).toEqual([]);
  });

  /** Says that another run is under way for as long as the host has that file. */
  const agent = (busy: object) => ({
    prepare: [
      {
        command: ['sh', '-c', 'if [ -e busy ]; then echo Run already in progress; exit 1; fi; exit 2'],
        codes: [0, 2],
        busy: { says: 'already in progress', ...busy },
      },
    ],
  });

  test('waits for what is at the same work on a host already', async () => {
    await everywhere('two');
    await hosts().hosts.run('web2', 'touch busy');
    const ctx = contextFor(hosts().clients);
    const running = attempt(step, input(agent({})), ctx);
    await eventually(
      async () => JSON.stringify(ctx.beats),
      (said) => said.includes('web2: Run already in progress'),
    );
    await hosts().hosts.run('web2', 'rm busy');
    expect((await running).output).toEqual({ restarted: [...names] });
  });

  test('waits for it no longer than it may', async () => {
    await hosts().hosts.run('web1', 'touch busy');
    const failure = await failureOf(run(agent({ seconds: 1 })));
    await hosts().hosts.run('web1', 'rm busy');
    expect(failure.message).toMatch(
      /web1 did not come back: .*already in progress; that had not ended after 1 s/s,
    );
  });

  test('takes a preparation that fails for a host that is bad', async () => {
    const failure = await failureOf(run({ prepare: [{ command: ['sh', '-c', 'echo no disk; exit 4'] }] }));
    expect(failure.message).toMatch(/web1 did not come back: .*ended with 4: no disk/);
    expect(failure.message).toContain('No other host was restarted');
  });

  test('asks a person where a host does not even work with what it ran before', async () => {
    await hosts().put('web1', 'two');
    const { known } = await run({
      putBack: [{ command: ['git', '-C', 'web', 'checkout', '--quiet', 'broken'] }],
    });
    const failure = await failureOf(undo(step, known, contextFor(hosts().clients)));
    expect([failure.type, failure.message]).toEqual(['undo-failed', expect.stringContaining('web1')]);
  });

  test('refuses a host that is named twice', () => {
    expect(step.input.safeParse(input({ hosts: [{ name: 'web1' }, { name: 'web1' }] })).success).toBe(false);
  });
});
