/** A commit's way to an image that may be deployed: its tests, its build, a try of the image itself, and only then its own tag. */
import { sequence } from 'slipway';
import type { BuiltNode, WithRefs } from 'slipway';
import { oci } from 'slipway/steps';
import type { SreTestRelease } from './look-around.ts';
import { commitTag, untriedTag } from './tags.ts';

export interface BuiltImage {
  /** None where the image is there already. */
  readonly nodes: readonly BuiltNode[];
  readonly digest: WithRefs<string>;
}

export function buildImage({ facts, settings, commit }: SreTestRelease): {
  nodes: BuiltNode[];
  digest: WithRefs<string>;
} {
  const {
    repository: source,
    image: repository,
    buildFile: file,
    testStage,
    healthPath,
    healthContains,
  } = settings;
  const { registryArgument: argument } = settings;
  const args = argument === undefined ? {} : { [argument]: new URL(facts.clients.oci.baseUrl).host };
  const of = { source, commit, file, args };
  // Nobody watches a push: what fails takes back what was done, and the commit has no image.
  const onFailure = 'rollback';
  const tests = oci.testCommit({ ...of, target: testStage }, { id: 'test-commit', onFailure });
  const build = oci.build(
    { ...of, repository, tag: untriedTag(commit) },
    { id: 'build', required: true, onFailure },
  );
  const { digest } = build.output;
  const tried = oci.testImage(
    {
      repository,
      digest,
      test: {
        type: 'http',
        portVariable: settings.portVariable,
        hostVariable: settings.hostVariable,
        path: healthPath,
        ...(healthContains === undefined ? {} : { contains: healthContains }),
      },
      timeoutSeconds: settings.tryForSeconds,
    },
    { id: 'test-image', required: true, onFailure },
  );
  const named = oci.tag(
    { repository, tag: commitTag(commit), digest },
    { id: 'tag-commit', title: `Tag the image as ${commit}: it has passed`, required: true },
  );
  return {
    nodes: [sequence('Build the image and try it', [tests, build, tried, named], { id: 'image' })],
    digest,
  };
}

/** The one that was built once, whoever releases it; else a new one. */
export const imageOf = (release: SreTestRelease): BuiltImage =>
  release.digest === undefined ? buildImage(release) : { nodes: [], digest: release.digest };
