/** Steps that all plans have in common: the images, notices, and the UI. */
import { sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { github, oci, slack } from 'slipway/steps';
import type { Deploy } from './look-around.ts';
import { recorded } from './record.ts';
import { tagOf } from './versions.ts';

/** Says in Slack that a service is through: an event in the thread of the release's message. */
export function notice({ facts, input, settings }: Deploy, service: 'agent' | 'admin' | 'app'): BuiltNode {
  const text = `Balrog ${service} ${input.version} is deployed to ${facts.environment.title}.`;
  return slack.notify(
    { channel: settings.slackChannel, text, thread: true },
    { id: `notice-${service}`, title: `Tell ${settings.slackChannel} that ${service} is deployed` },
  );
}

/** 'Build and Deploy Balrog UI'. Undone by the same action with the tag of the version before. */
export function deployUi(release: Deploy): BuiltNode {
  const { input, settings, tag, previous } = release;
  const inputs = (ref: string) => ({ deploy_env: input.environment, ref });
  const deployed = github.runAction(
    {
      repository: settings.repository,
      workflow: settings.uiAction,
      ref: settings.branch,
      inputs: inputs(tag),
      undo: { inputs: inputs(tagOf(previous)) },
      ...(settings.keyInput === undefined ? {} : { keyInput: settings.keyInput }),
      pollSeconds: settings.pollSeconds,
    },
    { id: 'deploy-ui', title: `Build and Deploy Balrog UI ${tag} to ${input.environment}` },
  );
  return sequence('Deploy the UI', [deployed, recorded(release, 'ui')]);
}

/** The images of the version are the ones that the plan was made with. */
export function imagesOf({ settings, tag, digests }: Deploy): BuiltNode[] {
  const image = (repository: string, digest: string | undefined, id: string) =>
    oci.awaitImage(
      { repository, tag, ...(digest === undefined ? {} : { digest }), withinSeconds: 0 },
      { id, title: `Check that ${repository}:${tag} is still the image of this plan` },
    );
  return [
    image(settings.backendImage, digests.backend, 'backend-image'),
    image(settings.agentImage, digests.agent, 'agent-image'),
  ];
}
