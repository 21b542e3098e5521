/** `gerrit.reviewChange` over real git: proposed and voted on, and not merged by it. */
import { afterEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import type { Reviewing } from '../../../src/practice/gerrit/index.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { project, proposed, startGerrit } from '../../support/gerrit.ts';
import type { StartedGerrit } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const step = steps.get('gerrit.reviewChange') as Step;
const input = { project, commit: proposed, pollSeconds: 0.1 };

describeWithGit('gerrit.reviewChange', () => {
  let world: StartedGerrit | undefined;
  afterEach(() => world?.started.stop());
  async function begin(reviewing: Reviewing = 'approve') {
    world = await startGerrit({ reviewing });
    const { clients, gerrit } = world;
    const master = () => gerrit.refs(project)['refs/heads/master'];
    return { ...world, was: master(), master, run: () => attempt(step, input, contextFor(clients)) };
  }

  test('ends with the votes, and leaves the branch alone', async () => {
    const { run, master, was, gerrit } = await begin();
    const { output } = await run();
    expect(output).toMatchObject({
      number: 1,
      votes: ['Code-Review +2 by deployer', 'Verified +2 by jenkins-bot'],
    });
    expect(gerrit.changes()).toMatchObject([{ status: 'NEW' }]);
    expect(master()).toBe(was);
  });

  test('stops where a reviewer says no', async () => {
    const { run } = await begin('reject');
    expect((await failureOf(run())).message).toContain('voted down: Code-Review -2 by deployer');
  });

  test('is taken back by abandoning it', async () => {
    const { run, gerrit, clients } = await begin();
    const { known } = await run();
    expect(await undo(step, known, contextFor(clients))).toBe('Abandoned change 1.');
    expect(gerrit.changes()).toMatchObject([{ status: 'ABANDONED' }]);
  });
});
