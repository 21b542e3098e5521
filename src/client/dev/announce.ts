/** What `slipway dev` says when it is ready: addresses, and how to start a first release. */
import { flagsOf } from '../runbook-flags.ts';
import type { Terminal } from '../terminal.ts';
import type { LoadedRunbook } from '../../worker/load-runbooks.ts';
import type { Config } from '../../worker/config.ts';
import { whoSpeaks } from '../who.ts';

export interface Ready {
  readonly webUi: string;
  readonly address: string;
  /** Absent without the practice world. */
  readonly practiceUrl: string | undefined;
  /** Of the Temporal server. */
  readonly version: string;
  readonly runbooks: ReadonlyMap<string, LoadedRunbook>;
  readonly config: Config;
}

export function announce(terminal: Terminal, ready: Ready): void {
  const { print, paint, env } = terminal;
  print(paint.bold('Slipway is ready.'));
  print(`  Web UI           ${paint.cyan(ready.webUi)}`);
  print(`  Temporal         ${ready.address} ${paint.dim(`(${ready.version})`)}`);
  if (ready.practiceUrl !== undefined) print(`  Practice world   ${ready.practiceUrl}`);
  print('  State and logs   .slipway');
  print();
  print(`In another terminal, here: ${paint.cyan(firstStart(ready, env))}`);
  print(paint.dim('Ctrl-C stops all of it; what runs goes on with the next slipway dev.'));
}

/** The first runbook, with the flags that it must be given, by somebody whom the configuration knows. */
export function firstStart(
  { runbooks, config }: Pick<Ready, 'runbooks' | 'config'>,
  env: NodeJS.ProcessEnv,
): string {
  const [first] = runbooks.values();
  if (first === undefined) return 'slipway init';
  const needed = flagsOf(first.runbook.input)
    .filter(({ required }) => required)
    .map(({ field, long, choices, example, form }) => {
      const known = field === 'environment' ? Object.keys(config.environments)[0] : undefined;
      return `${long} ${choices?.[0] ?? example ?? known ?? `<${form}>`}`;
    });
  return ['slipway start', first.runbook.name, ...needed, ...speaker(config, env)].join(' ');
}

function speaker({ people }: Config, env: NodeJS.ProcessEnv): readonly string[] {
  const [known] = Object.keys(people);
  return known === undefined || whoSpeaks(undefined, env) in people ? [] : [`--as ${known}`];
}
