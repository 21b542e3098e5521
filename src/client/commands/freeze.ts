/** `slipway freeze <environment> --until … --reason …`: lets no release in; one that is in goes on to its end. */
import { collect } from '../answers.ts';
import { everywhere } from '../../environment/messages.ts';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import type { Connected } from '../connect.ts';
import { configHere, knownEnvironment } from '../environments/known.ts';
import { environmentView } from '../environments/read.ts';
import { say, withSaying } from '../environments/say.ts';
import type { SayOptions } from '../environments/say.ts';
import { tellEnvironment } from '../environments/tell.ts';
import { untilOf } from '../environments/until.ts';
import type { Config } from '../../worker/config.ts';

interface Options extends SayOptions {
  readonly until?: string;
  readonly service?: readonly string[];
  readonly exempt?: readonly string[];
  readonly exemptRole?: readonly string[];
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<environment>', 'which; ‘everywhere’ is all of them')
    .option('--until <time>', 'a time, a day or a duration; without it, until slipway unfreeze')
    .option('--service <name>', 'only this service; may be repeated', collect)
    .option('--exempt <login>', 'may go on with a reason; may be repeated', collect)
    .option('--exempt-role <role>', 'so may all who have this role; may be repeated', collect);
  withSaying(command).action((environment: string, options: Options) =>
    say(terminal, options, async ({ connected, by, reason }) => {
      const config = await configHere(terminal, options.config);
      const name = await knownEnvironment(connected, config, environment);
      const { until, service: services } = options;
      const says = await tellEnvironment(connected, name, 'freeze', {
        by,
        reason,
        exempt: exempted(options, config),
        ...(until === undefined ? {} : { until: untilOf(until, Date.now()) }),
        ...(services === undefined ? {} : { services: [...services] }),
      });
      await noteUnrecorded({ connected, note: terminal.note }, name, services ?? []);
      return { [name]: says };
    }),
  );
};

interface Place {
  readonly connected: Connected;
  note(line: string): void;
}

/** A service may be frozen before it was ever released; one that is misspelt freezes nothing. */
async function noteUnrecorded(
  { connected, note }: Place,
  name: string,
  services: readonly string[],
): Promise<void> {
  if (services.length === 0 || name === everywhere) return;
  const recorded = ((await environmentView(connected, name))?.current ?? []).map(({ service }) => service);
  const strange = services.filter((service) => !recorded.includes(service));
  if (strange.length > 0)
    note(
      `Nothing called ${strange.join(', ')} is recorded in ${name} so far${recorded.length === 0 ? '' : `; there are: ${recorded.join(', ')}`}.`,
    );
}

function exempted({ exempt = [], exemptRole = [] }: Options, config: Config | undefined): string[] {
  const people = Object.entries(config?.people ?? {});
  const byRole = exemptRole.flatMap((role) => {
    const logins = people.filter(([, { roles }]) => roles.includes(role)).map(([login]) => login);
    if (logins.length > 0) return logins;
    throw usage(
      `Nobody has the role ‘${role}’ in the configuration here.`,
      'Correct the role, or name people by --exempt.',
    );
  });
  return [...new Set([...exempt, ...byRole])];
}
