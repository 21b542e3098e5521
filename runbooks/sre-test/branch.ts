/** Moves the branch release: on by fast-forward; back only in a rollback, with lease, and after somebody has said so. */
import { gate } from 'slipway';
import type { BuiltNode } from 'slipway';
import { git } from 'slipway/steps';
import type { SreTestRelease } from './look-around.ts';

export async function moveRelease(release: SreTestRelease): Promise<readonly BuiltNode[]> {
  const { facts, settings, commit, release: from, way } = release;
  const { repository, release: branch } = settings;
  const follows = await facts.clients.git.isAncestor(
    repository,
    { ancestor: from, descendant: commit },
    { signal: facts.signal },
  );
  if (!follows) return way === 'back' ? backwards(release) : refuseBackwards(release);
  if (way === 'back' && commit !== from)
    return facts.refuse(
      `${commit} follows ${from}, where ${branch} is: that is no way back.`,
      `Release it by slipway start, or see who has moved ${branch}.`,
    );
  return [
    git.fastForward(
      { repository, branch, commit, from },
      {
        id: 'move-release',
        title:
          commit === from ? `See that ${branch} is at the commit` : `Fast-forward ${branch} to the commit`,
        required: true,
      },
    ),
  ];
}

function refuseBackwards({ facts, settings, commit, release: from }: SreTestRelease): never {
  return facts.refuse(
    `${commit} does not follow ${from}, where ${settings.release} is: that is no fast-forward.`,
    `To go back to what ran before: slipway rollback-to ${facts.environment.name}; the branch is then forced, with lease, after somebody has said so. Otherwise merge.`,
  );
}

function backwards(release: SreTestRelease): readonly BuiltNode[] {
  const { facts, settings, commit, release: from } = release;
  const { repository, release: branch } = settings;
  return [
    gate(`Force ${branch} back`, {
      id: 'force-back',
      approvers: facts.people(settings.approverRole),
      instructions:
        `**${branch}** of ${repository} goes from ${from} back to ${commit}: what lies between leaves prod. ` +
        'It is forced with a lease: if anybody has moved the branch since the plan was made, nothing happens. ' +
        'See the commits that go in the plan. Approve to go back; reject to leave all as it is.',
      onReject: 'abort',
    }),
    git.reset(
      { repository, branch, commit, from },
      { id: 'move-release', title: `Force ${branch} back to the commit, with lease`, required: true },
    ),
  ];
}
