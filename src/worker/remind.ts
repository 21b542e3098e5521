/** The remind activity: calls people to a question that waits, in the environment's Slack channel, once. */
import type { RemindCall } from '../activities/calls.ts';
import type { Clients } from '../activities/clients.ts';
import { guarded } from '../activities/guarded.ts';
import type { Config } from './config.ts';

export interface ReminderOptions {
  readonly config: Config;
  clientsOf(environment: string): Clients;
  scrub(text: string): string;
}

/** Without a channel in the configuration there is nobody to tell: the question stands in the views all the same. */
export const remindPeople =
  ({ config, clientsOf, scrub }: ReminderOptions) =>
  (call: RemindCall): Promise<void> =>
    guarded({ scrub }, async () => {
      const { environment } = call.release;
      const channel = config.environments[environment]?.notices;
      if (channel === undefined) return;
      await clientsOf(environment).slack.chat.postMessage({ channel, text: reminder(call, config) });
    });

export function reminder({ release, title, people, command }: RemindCall, { people: known }: Config): string {
  const called = people.map((login) => {
    const member = known[login]?.slack;
    return member === undefined ? login : `<@${member}>`;
  });
  return `${called.join(' ')}: *${escape(title)}* waits in ${escape(release.id)}. Answer it with \`${escape(command)}\`.`;
}

/** Slack's control characters: https://docs.slack.dev/messaging/formatting-message-text */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
