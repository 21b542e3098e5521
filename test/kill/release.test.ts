/** Kill -9, in mid-release, of whatever runs it: the release goes on, and nothing happens twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDev } from '../support/dev-process.ts';
import type { DevProcess } from '../support/dev-process.ts';
import { journalOf, openRelease, startToStage, strike } from '../support/dev-release.ts';
import type { DevRelease } from '../support/dev-release.ts';

/** One release, killed at four moments, in the order in which it comes to them. */
describe('a release whose processes are killed', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-kill-'));
  let dev: DevProcess;
  let release: DevRelease;
  let before: number;

  beforeAll(async () => {
    dev = await startDev(cwd);
    before = (await journalOf(dev)).entries.length;
  });
  afterAll(async () => {
    await release.close();
    await dev.stop();
    rmSync(cwd, { recursive: true, force: true });
  });

  test('takes up an effect whose worker died before it heard of it', async () => {
    const struck = await strike(dev, {
      system: 'github',
      method: 'POST',
      path: 'docker-push.yml/dispatches$',
      kind: { type: 'delay', ms: 1000 },
    });
    await startToStage(cwd, '3.111');
    release = await openRelease(dev.address, '3.111');
    await struck();
    dev.kill('The worker');
    await release.untilNode('pull-and-push', 'done');
  });

  /** Asked for early: the effect comes soon after the step before it. */
  let deploying: () => Promise<void>;

  test('goes on when Temporal died in the middle of a step', async () => {
    await release.untilNode('update-services', 'running');
    deploying = await strike(dev, {
      system: 'github',
      method: 'POST',
      path: 'ui-deploy.yml/dispatches$',
      kind: { type: 'delay', ms: 3000 },
    });
    dev.kill('Temporal');
    await release.untilNode('update-services', 'done');
  });

  test('goes on when all died at once in the middle of an effect', async () => {
    await deploying();
    dev.kill('Temporal', 'The practice world', 'The worker');
    await release.untilNode('deploy-ui', 'done');
  });

  test('still watches and still asks when its worker and Temporal died at a gate under a guard', async () => {
    await release.untilNode('test-on-stage', 'waiting');
    dev.kill('Temporal', 'The worker');
    await release.untilNode('watch', 'running');
    await release.decide('test-on-stage', 'approve');
    expect(await release.result()).toMatchObject({ outcome: 'succeeded' });
  });

  test('has made each effect once, and no other', async () => {
    const { entries, duplicates } = await journalOf(dev);
    expect(duplicates).toEqual([]);
    const effects = entries.slice(before).map(({ effect, target }) => `${effect} ${target}`);
    expect(effects.sort()).toEqual([
      'application.sync argocd/balrog-stage-admin',
      'application.sync argocd/balrog-stage-agent',
      'application.sync argocd/balrog-stage-app',
      'contents.put mozilla-releng/balrog main:version.txt',
      'deployment.create mozilla-releng/balrog stage',
      'deployment.set balrog-ui/stage v3.111',
      'deployment_status.create mozilla-releng/balrog stage success',
      'image.push mozilla/balrog:v3.111',
      'image.push mozilla/balrogagent:v3.111',
      'image.push webservices/balrog:v3.111',
      'image.push webservices/balrogagent:v3.111',
      'message.post #balrog',
      'message.post #balrog',
      'message.post #balrog',
      'message.post #balrog',
      'release.create mozilla-releng/balrog v3.111',
      'rollout.promote-full balrog-stage/balrog-app',
      'workflow.dispatch mozilla-releng/balrog docker-push.yml',
      'workflow.dispatch mozilla-releng/balrog ui-deploy.yml',
    ]);
  });
});
