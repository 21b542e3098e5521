/** Steps 3 to 5 of the page: the submodule, the modules that are built for it, the commit, and its review. */
import { sequence } from 'slipway';
import type { BuiltNode, WithRefs } from 'slipway';
import { gerrit, git } from 'slipway/steps';
import { messageOf } from './look-around.ts';
import type { ServiceRelease } from './look-around.ts';

export interface DeployCommit {
  /** None where the deploy repository has it already. */
  readonly nodes: readonly BuiltNode[];
  readonly commit: WithRefs<string>;
}

export function deployCommit({ facts, settings, commit, deployCommit: had }: ServiceRelease): DeployCommit {
  if (had !== undefined) return { nodes: [], commit: had };
  const {
    deployProject,
    sourceProject,
    branch,
    submodule,
    buildFile: file,
    buildStage,
    registryArgument,
  } = settings;
  const args =
    registryArgument === undefined ? {} : { [registryArgument]: new URL(facts.clients.oci.baseUrl).host };
  const bump = git.bumpSubmodule(
    {
      repository: deployProject,
      branch,
      submodule: { path: submodule, repository: sourceProject, commit },
      folder: { path: 'node_modules', from: 'node_modules', file, target: buildStage, args },
      message: messageOf(settings, commit),
      author: { name: settings.author, email: settings.authorEmail },
    },
    { id: 'bump', title: 'Move the submodule on and rebuild the node modules', required: true },
  );
  const review = gerrit.submitChange(
    { project: deployProject, branch, commit: bump.output.commit, pollSeconds: settings.pollSeconds },
    {
      id: 'review',
      title: `Get it through review into ${deployProject}`,
      required: true,
      leaves: 'the change and its revert in the history of the deploy repository',
    },
  );
  return {
    nodes: [sequence('The deploy repository', [bump, review], { id: 'deploy-repository' })],
    commit: review.output.commit,
  };
}
