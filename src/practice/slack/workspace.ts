/** A practised Slack workspace: its Web API at `/slack/api/`, its channels for people at `/slack/channels/<name>`. */
import type { PracticeSystem, World } from '../world.ts';
import { slackRoutes } from './routes.ts';
import { newWorkspace } from './workspace-state.ts';
import type { Message, WorkspaceState } from './workspace-state.ts';

export interface WorkspaceOptions {
  /** The bot token that is accepted. Default `xoxb-practice`. */
  readonly token?: string;
  /** Channel names without `#`. Default: `releases`. */
  readonly channels?: readonly string[];
}

export interface Workspace extends PracticeSystem {
  /** The messages of a channel, oldest first, thread replies among them. */
  messages(channel: string): readonly Message[];
}

export function createWorkspace(
  world: World,
  { token = 'xoxb-practice', channels = ['releases'] }: WorkspaceOptions = {},
): Workspace {
  const store = world.store<WorkspaceState>('slack', () => newWorkspace(channels));
  return {
    name: 'slack',
    prefix: '/slack',
    routes: slackRoutes(world, store, token),
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send({ ok: false, error: 'ratelimited' }),
    // Messages are a log of what was said; nothing is deployed in Slack.
    snapshot: () => ({}),
    messages: (name) => store.get().channels.find((channel) => channel.name === name)?.messages ?? [],
  };
}
