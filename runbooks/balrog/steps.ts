/** Steps that stage and production have in common: notices, and the UI. */
import { github, slack } from 'slipway/steps';
import type { BuiltNode } from 'slipway';
import type { BalrogRelease } from './look-around.ts';
import { tagOf } from './versions.ts';

/** Says in Slack that a service is through: an event in the thread of the release's message. */
export function notice(
  { facts, input, settings }: BalrogRelease,
  service: 'agent' | 'admin' | 'app',
): BuiltNode {
  const text = `Balrog ${service} ${input.version} is deployed to ${facts.environment.title}.`;
  return slack.notify(
    { channel: settings.slackChannel, text, thread: true },
    { id: `notice-${service}`, title: `Tell ${settings.slackChannel} that ${service} is deployed` },
  );
}

/** 'Build and Deploy Balrog UI'. Undone by the same action with the tag of the version before. */
export function deployUi({ input, settings, tag, previous }: BalrogRelease): BuiltNode {
  const inputs = (ref: string) => ({ deploy_env: input.environment, ref });
  return github.runAction(
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
}
