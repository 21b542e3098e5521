/** A push to master: tests, an image, a try of it, and dev follows. */
import { sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { oci } from 'slipway/steps';
import { imageOf } from './build.ts';
import type { SreTestRelease } from './look-around.ts';
import { rollOut } from './roll-out.ts';
import { latest } from './tags.ts';

export function devPlan(release: SreTestRelease): BuiltNode {
  const { facts, settings, commit, onMaster, master, way } = release;
  if (!onMaster)
    return facts.refuse(
      `${settings.master} does not hold ${commit}, and dev follows ${settings.master}.`,
      `Merge it to ${settings.master} first.`,
    );
  if (commit !== master && way === 'on')
    facts.warn(`${settings.master} is at ${master} already; this puts dev onto an older commit.`);
  const { nodes, digest } = imageOf(release);
  recordImage(release);
  return sequence(
    `${commit.slice(0, 12)} to dev`,
    [
      ...nodes,
      oci.tag(
        { repository: settings.image, tag: latest, digest, elsewhere: 'move' },
        { id: 'tag-latest', title: `Move the tag ${latest} onto the image`, required: true },
      ),
      rollOut(release, digest),
    ],
    { id: 'dev' },
  );
}

export function recordImage({ facts, digest, settings, commit }: SreTestRelease): void {
  facts.record('image', {
    title: 'Image',
    value: digest ?? 'is built by this release',
    evidence:
      digest === undefined
        ? [`no image of ${settings.image} carries the tag ${commit}`]
        : [`${settings.image}:${commit} is ${digest}: it has passed its test, and is not built again`],
  });
}
