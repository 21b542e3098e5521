/** How the GitHub steps read in a plan, references and all. */
import { expect, test } from '@jest/globals';
import * as github from '../../../src/activities/github/index.ts';
import { refs } from '../../../src/runbook/reference.ts';

const repository = 'harbour/lock';
const made = refs<{ tag: string; sha: string }>('create-release');

test.each([
  [
    github.createRelease({ repository, tag: 'v3.111' }),
    'Create the release v3.111 of harbour/lock on GitHub',
  ],
  [
    github.awaitChecks({ repository, ref: made.tag, checks: ['build', 'push'] }),
    'Wait until build, push passed on ‹create-release.tag› of harbour/lock',
  ],
  [github.awaitChecks({ repository, ref: 'main' }), 'Wait until all checks passed on main of harbour/lock'],
  [
    github.runAction({
      repository,
      workflow: 'ui.yml',
      ref: 'main',
      inputs: { environment: 'stage', ref: made.tag },
    }),
    'Run the action ui.yml of harbour/lock on main (environment: stage, ref: ‹create-release.tag›)',
  ],
  [
    github.runAction({ repository, workflow: 'ui.yml', ref: 'main' }),
    'Run the action ui.yml of harbour/lock on main',
  ],
  [
    github.findActionRun({ repository, workflow: 'push.yml', titleIncludes: 'v3.111' }),
    'Check that the action push.yml of harbour/lock for v3.111 has run successfully',
  ],
  [
    github.bumpVersion({ repository, file: 'version.txt', pattern: '(.+)', version: '3.112' }),
    'Bump the version in version.txt of harbour/lock to 3.112',
  ],
  [
    github.recordDeployment({ repository, ref: made.tag, environment: 'stage' }),
    'Record on GitHub that ‹create-release.tag› of harbour/lock is on stage',
  ],
])('%#: a step reads as a line of a runbook', (step, title) => {
  expect(step.node.title).toBe(title);
});

test('steps that look are reads, the others can be undone', () => {
  const effects = Object.fromEntries(
    Object.entries(github).map(([name, { definition }]) => [
      name,
      'undo' in definition ? 'undoable' : 'read',
    ]),
  );
  expect(effects).toEqual({
    awaitChecks: 'read',
    bumpVersion: 'undoable',
    createRelease: 'undoable',
    findActionRun: 'read',
    recordDeployment: 'undoable',
    runAction: 'undoable',
  });
});
