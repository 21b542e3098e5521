/** Deploying to stage, from the release on GitHub to the test on stage. */
import { guard, parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { github, oci } from 'slipway/steps';
import { confirmOrder, testOnStage } from './gates.ts';
import type { BalrogRelease } from './look-around.ts';
import { shownAtLast } from './record.ts';
import { inOrder, promoteApp, startAppCanary, updateAdmin, updateAgent } from './services.ts';
import { deployUi, notice } from './steps.ts';
import { tagOf } from './versions.ts';
import { watching } from './watch.ts';

export function stagePlan(release: BalrogRelease): BuiltNode {
  const app = sequence('Update app', [startAppCanary(release), promoteApp(release)]);
  return sequence(
    `Balrog ${release.input.version} to stage`,
    [
      ...confirmOrder(release),
      buildImages(release),
      pullAndPush(release),
      inOrder(release, { admin: updateAdmin(release), agent: updateAgent(release), app }),
      sequence('Notices', [notice(release, 'agent'), notice(release, 'admin'), notice(release, 'app')]),
      deployUi(release),
      shownAtLast(release),
      bumpVersion(release),
      guard(
        'Watch Sentry and the traffic of stage',
        { id: 'watch', ...watching(release) },
        testOnStage(release),
      ),
    ],
    { id: 'stage' },
  );
}

/** The release makes the tag, the tag makes Taskcluster build and push the images. */
function buildImages({ settings, tag, sha }: BalrogRelease): BuiltNode {
  const { repository, checks, pollSeconds, backendImage, agentImage } = settings;
  const image = (name: string, id: string) =>
    oci.awaitImage({ repository: name, tag, everySeconds: Math.min(5, pollSeconds) }, { id });
  return sequence('Build the images', [
    github.createRelease(
      { repository, tag, target: sha, generateNotes: true },
      { id: 'create-release', required: true, leaves: `the images that Taskcluster has built of ${tag}` },
    ),
    github.awaitChecks(
      { repository, ref: sha, ...(checks === undefined ? {} : { checks }), pollSeconds },
      { id: 'await-checks', title: `Wait until Taskcluster has built and pushed the images of ${tag}` },
    ),
    parallel('Images', [image(backendImage, 'backend-image'), image(agentImage, 'agent-image')]),
  ]);
}

/** 'Pull and Push Docker Image': from here on Argo CD wants the new version, in stage and in production; undone, the one before. */
const pullAndPush = ({ settings, tag, previous }: BalrogRelease): BuiltNode =>
  github.runAction(
    {
      repository: settings.repository,
      workflow: settings.imageAction,
      ref: settings.branch,
      inputs: { image_tag: tag },
      undo: { inputs: { image_tag: tagOf(previous) } },
      ...(settings.keyInput === undefined ? {} : { keyInput: settings.keyInput }),
      pollSeconds: settings.pollSeconds,
    },
    {
      id: 'pull-and-push',
      title: `Pull and Push Docker Image ${tag}`,
      required: true,
      leaves: `the images ${tag} in the registry that is deployed from`,
    },
  );

/** So that the next push gets a version of its own. */
const bumpVersion = ({ settings, nextVersion }: BalrogRelease): BuiltNode =>
  github.bumpVersion(
    {
      repository: settings.repository,
      file: settings.versionFile,
      pattern: settings.versionLine,
      version: nextVersion,
      branch: settings.branch,
      pollSeconds: settings.pollSeconds,
    },
    { id: 'bump-version' },
  );
