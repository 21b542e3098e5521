/** A push to release: the image of that commit, not another one, gets its tags, and prod follows. And the way back. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { git, oci } from 'slipway/steps';
import { moveRelease } from './branch.ts';
import { imageOf } from './build.ts';
import { recordImage } from './dev.ts';
import type { SreTestRelease } from './look-around.ts';
import { rollOut } from './roll-out.ts';
import { candidateTag, live } from './tags.ts';

export async function prodPlan(release: SreTestRelease): Promise<BuiltNode> {
  const { facts, settings, commit, onMaster, digest: known } = release;
  if (known === undefined && onMaster)
    return facts.refuse(
      `There is no image of ${commit} that has passed its test.`,
      'Release the commit to dev first: that tests it and builds its image.',
    );
  if (!onMaster)
    facts.warn(
      known === undefined
        ? `${settings.master} does not hold ${commit}, so nobody has built its image: a new one is built, and dev has never run it.`
        : `${settings.master} does not hold ${commit}: dev has never run its image.`,
    );
  const branch = await moveRelease(release);
  const { nodes, digest } = imageOf(release);
  recordImage(release);
  recordWayBack(release);
  return sequence(
    `${commit.slice(0, 12)} to prod`,
    [...nodes, ...branch, tags(release, digest), rollOut(release, digest)],
    { id: 'prod' },
  );
}

type Digest = ReturnType<typeof imageOf>['digest'];

/** On the image and on the commit alike: what runs where is told by the registry and by git. */
function tags({ settings, commit, input, way }: SreTestRelease, digest: Digest): BuiltNode {
  const { repository, image } = settings;
  const rc = input.rc ?? candidateTag(new Date());
  const permanent =
    way === 'back'
      ? []
      : [
          oci.tag(
            { repository: image, tag: rc, digest },
            { id: 'tag-rc', title: `Tag the image as ${rc}`, required: true },
          ),
          git.tag(
            { repository, tag: rc, commit },
            { id: 'git-tag-rc', title: `Tag the commit as ${rc}`, required: true },
          ),
        ];
  return parallel(
    way === 'back' ? `Move ${live}` : `Tag as ${rc} and ${live}`,
    [
      ...permanent,
      oci.tag(
        { repository: image, tag: live, digest, elsewhere: 'move' },
        { id: 'tag-live', title: `Move the tag ${live} onto the image`, required: true },
      ),
      git.tag(
        { repository, tag: live, commit, elsewhere: 'move' },
        { id: 'git-tag-live', title: `Move the tag ${live} onto the commit`, required: true },
      ),
    ],
    { id: 'tags' },
  );
}

function recordWayBack({ facts, deployed, commit }: SreTestRelease): void {
  if (deployed.commit === undefined || deployed.commit === commit) return;
  facts.record('way-back', {
    title: 'The way back, once it is through',
    value: `slipway rollback-to ${facts.environment.name} ${deployed.commit.slice(0, 12)} --reason …`,
    evidence: [
      `${deployed.commit} is what runs now; the ledger must have it, so Slipway must have released it`,
    ],
  });
}
