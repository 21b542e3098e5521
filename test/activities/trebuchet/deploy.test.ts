/** `trebuchet.deploy` on a real deployment host: exactly one commit, seen on every target, and the way back. */
import { expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { errorView } from '../../../src/workflows/error-view.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { deploymentHost, describeOnHosts, names, versionTwo } from '../../support/hosts.ts';

const step = steps.get('trebuchet.deploy') as Step;
const input = { host: deploymentHost, directory: 'web', commit: versionTwo, targets: [...names] };

describeOnHosts('trebuchet.deploy', (hosts) => {
  const run = (more: object = {}) => attempt(step, { ...input, ...more }, contextFor(hosts().clients));
  const on = async (host: string, line: string) => (await hosts().hosts.run(host, line)).stdout.trim();
  const heads = () => Promise.all(names.map((name) => on(name, 'git -C web rev-parse HEAD')));
  const journal = () => hosts().running.world.journal.entries();

  test('brings the commit to every target, restarts nothing, and leaves no deployment open', async () => {
    const before = await on(deploymentHost, 'git -C web rev-parse HEAD');
    const restarts = journal().filter(({ effect }) => effect === 'service.restart').length;
    expect((await run()).output).toEqual({ commit: versionTwo, previous: before });
    expect(new Set(await heads())).toEqual(new Set([versionTwo]));
    expect(journal().filter(({ effect }) => effect === 'service.restart')).toHaveLength(restarts);
    expect(
      await on(deploymentHost, 'ls web/.git | grep deploy-lock; git -C web config slipway.deployment'),
    ).toBe('');
  });

  test('keeps its hands off where somebody’s deployment is under way', async () => {
    await hosts().hosts.run(deploymentHost, 'git -C web deploy start');
    const failure = await failureOf(run());
    expect([failure.type, failure.message]).toEqual(['conflict', expect.stringContaining('under way')]);
    expect(await on(deploymentHost, 'ls web/.git | grep deploy-lock')).toBe('deploy-lock');
  });

  test('goes on with its own deployment when the answer to its beginning was lost', async () => {
    hosts().running.world.faults.add({
      system: 'hosts',
      path: '^/hosts/dep/(git/deploy/start|sh/-c)',
      kind: { type: 'drop-reply' },
    });
    const { output, retried } = await run();
    expect([output, retried.map(({ type }) => type)]).toMatchObject([
      { commit: versionTwo },
      ['unavailable'],
    ]);
    expect(await on(deploymentHost, 'ls web/.git | grep deploy-lock')).toBe('');
  });

  test('names the target that did not get it', async () => {
    await hosts().hosts.run('web2', 'mv web away');
    await hosts().hosts.run(
      'web2',
      'git clone -q away web; git -C web checkout -q one; touch web/.git/index.lock',
    );
    const failure = await failureOf(run());
    await hosts().hosts.run('web2', 'rm -rf web; mv away web');
    expect(failure.message).toMatch(/not every host has .*: web2 \(at /);
  });

  /** Git's own refusal: it is made to take a checkout for somebody else's, unless it is run as that one. */
  const belongsTo = async (host: string, owner: string): Promise<void> => {
    await hosts().hosts.run(
      host,
      `real=$(command -v git); printf '#!/bin/sh\\n[ "$SUDO_AS" = ${owner} ] || export GIT_TEST_ASSUME_DIFFERENT_OWNER=1\\nexec %s "$@"\\n' "$real" >bin/git; chmod +x bin/git`,
    );
  };
  const belongsToUs = (...all: string[]) =>
    Promise.all(all.map((host) => hosts().hosts.run(host, 'rm -f bin/git')));

  test('says that a checkout belongs to somebody else, and what helps', async () => {
    await belongsTo('web2', 'root');
    const onTarget = await failureOf(run());
    expect([onTarget.type, onTarget.message]).toEqual([
      'permission-denied',
      expect.stringMatching(/^On web2, web belongs to another account .*dubious ownership/s),
    ]);
    expect(errorView(onTarget).remedy).toContain('targetOwner');
    await belongsToUs('web2');
    await belongsTo(deploymentHost, 'root');
    const onHost = await failureOf(run());
    expect(onHost.message).toMatch(/^On dep, web belongs to another account /);
    await belongsToUs(deploymentHost);
  });

  test('runs git as whom the checkouts belong to', async () => {
    const all = [deploymentHost, ...names];
    await Promise.all(all.map((host) => belongsTo(host, host === deploymentHost ? 'trebuchet' : 'root')));
    const { output, known } = await run({ owner: 'trebuchet', targetOwner: 'root' });
    expect(output).toMatchObject({ commit: versionTwo });
    const ctx = contextFor(hosts().clients);
    expect(await undo(step, known, ctx)).toContain('again');
    await belongsToUs(...all);
  });

  test.each(['-x', 'a b', 'Root', ''])('takes %j for no account', (owner) => {
    expect(step.input.safeParse({ ...input, owner }).success).toBe(false);
  });

  test('goes forward only, and ends what it began', async () => {
    await hosts().hosts.run(
      deploymentHost,
      'git -C web -c user.name=Somebody -c user.email=s@example.com commit -q --allow-empty -m patch',
    );
    const failure = await failureOf(run());
    expect([failure.type, failure.message]).toEqual([
      'failed',
      expect.stringContaining('merge --quiet --ff-only'),
    ]);
    expect(await on(deploymentHost, 'ls web/.git | grep deploy-lock')).toBe('');
  });

  test('is undone on every target', async () => {
    const [one] = await heads();
    const { known } = await run();
    const ctx = contextFor(hosts().clients);
    expect(await undo(step, known, ctx)).toContain(`Deployed ${one?.slice(0, 12)} from dep again`);
    expect(new Set(await heads())).toEqual(new Set([one]));
    expect(await undo(step, known, ctx)).toContain('nothing to put back');
  });

  test.each(['../x', '-C /etc', 'a b', '$(id)', ''])('takes %j for no directory', (directory) => {
    expect(step.input.safeParse({ ...input, directory }).success).toBe(false);
  });
});
