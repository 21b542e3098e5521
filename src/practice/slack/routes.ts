/** Slack's Web API over HTTP: forms or JSON in, 200 with `ok` out. */
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idempotencyKey } from '../idempotency-key.ts';
import type { Store, World } from '../world.ts';
import { no, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import { argumentsOf } from './arguments.ts';
import type { Arguments, MethodName } from './arguments.ts';
import { channelPage } from './channel-page.ts';
import { conversationHistory, conversationInfo, conversationReplies, listConversations } from './reading.ts';
import { channelByIdOrName } from './workspace-state.ts';
import type { WorkspaceState } from './workspace-state.ts';
import { addReaction, bot, postMessage, updateMessage } from './writing.ts';
import type { Written } from './writing.ts';

export const slackRoutes =
  (world: World, store: Store<WorkspaceState>, token: string): FastifyPluginAsync =>
  async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );

    app.get<{ Params: { name: string } }>('/channels/:name', async (request, reply) => {
      const channel = channelByIdOrName(store.get(), request.params.name);
      if (channel === undefined) return reply.status(404).send('There is no such channel.');
      return reply.type('text/html; charset=utf-8').send(channelPage(channel));
    });

    const write = (change: (state: WorkspaceState) => Written, key: string | null): Answer => {
      const { answer, effect } = store.update(change);
      if (effect !== undefined)
        world.journal.record({
          system: 'slack',
          effect: effect.name,
          target: effect.target,
          key,
          detail: effect.detail,
        });
      return answer;
    };

    const methods: { [Name in MethodName]: (args: Arguments[Name], key: string | null) => Answer } = {
      'auth.test': () =>
        ok({
          url: `${world.url}/slack/`,
          team: 'Practice',
          user: 'slipway',
          team_id: bot.team,
          user_id: bot.user,
          bot_id: bot.bot_id,
        }),
      'chat.postMessage': (args, key) => write((state) => postMessage(state, args, Date.now()), key),
      'chat.update': (args, key) => write((state) => updateMessage(state, args, Date.now()), key),
      'reactions.add': (args, key) => write((state) => addReaction(state, args, Date.now()), key),
      'conversations.list': (args) => listConversations(store.get(), args),
      'conversations.info': (args) => conversationInfo(store.get(), args),
      'conversations.history': (args) => conversationHistory(store.get(), args),
      'conversations.replies': (args) => conversationReplies(store.get(), args),
    };

    for (const name of Object.keys(argumentsOf) as MethodName[]) {
      app.route({
        method: ['GET', 'POST'],
        url: `/api/${name}`,
        handler: async (request) => refuseAuth(request, token) ?? call(name, request),
      });
    }
    app.post('/api/*', async () => no('unknown_method'));

    function call<Name extends MethodName>(name: Name, request: FastifyRequest): Answer {
      const parsed = argumentsOf[name].safeParse({ ...objectOf(request.query), ...objectOf(request.body) });
      if (!parsed.success) {
        return {
          ok: false,
          error: 'invalid_arguments',
          response_metadata: { messages: [`[ERROR] ${z.prettifyError(parsed.error)}`] },
        };
      }
      return methods[name](parsed.data as Arguments[Name], idempotencyKey(request));
    }
  };

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

function refuseAuth(request: FastifyRequest, token: string): Answer | undefined {
  const header = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const field = z.object({ token: z.string() }).safeParse(request.body).data?.token;
  const given = header ?? field;
  if (given === undefined) return no('not_authed');
  return given === token ? undefined : no('invalid_auth');
}
