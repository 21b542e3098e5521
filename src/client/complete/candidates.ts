/** What could stand where the cursor is: commands, releases, runbooks, their flags, steps. */
import { Command } from 'commander';
import type { Cli } from '../command.ts';
import { cleanLine } from '../views/clean.ts';

/** Commands whose first argument is a release; of those that answer, an open one. */
const ofReleases = new Set([
  'watch',
  'show',
  'report',
  'approve',
  'reject',
  'retry',
  'skip',
  'pause',
  'resume',
  'rollback',
  'abort',
  'exempt',
]);
/** Commands whose arguments are environments, and how many of them. */
const ofEnvironments = new Map([
  ['board', Infinity],
  ['diff', 2],
  ['queue', 1],
  ['history', 1],
  ['freeze', 1],
  ['unfreeze', 1],
  ['rollback-to', 1],
]);
const ofRunbooks = new Set(['plan', 'start', 'promote']);

export async function candidates(words: readonly string[], cli: Cli): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const [name] = words;
  try {
    const all =
      words.length < 2 ? commandNames(cli) : await ofCommand(name ?? '', words.slice(1), typed, cli);
    return all.filter((one) => one.startsWith(typed)).map(cleanLine);
  } catch {
    // A shell in the middle of a line is no place for an error.
    return [];
  }
}

const commandNames = ({ table }: Cli): string[] =>
  table.flatMap(({ name, group }) => (group === undefined ? [] : [name]));

async function ofCommand(name: string, words: readonly string[], typed: string, cli: Cli): Promise<string[]> {
  if (typed.startsWith('-')) return flags(name, words, cli);
  if (words.length <= (ofEnvironments.get(name) ?? 0)) return environments(cli);
  if (name === 'triggers' && words.length === 2) return triggers(cli);
  if (words.length > 1) return [];
  if (ofReleases.has(name)) return releases(typed, cli);
  if (ofRunbooks.has(name)) return (await defined(name, words, cli)).commands.map((sub) => sub.name());
  if (name === 'triggers') return (await defined(name, words, cli)).commands.map((sub) => sub.name());
  if (name === 'completion') return ['bash', 'zsh', 'fish'];
  if (name === 'steps') return [...(await import('../../activities/registry.ts')).steps.keys()];
  return [];
}

async function flags(name: string, words: readonly string[], cli: Cli): Promise<string[]> {
  const command = await defined(name, words, cli);
  const sub = command.commands.find((one) => one.name() === words[0]);
  return [...(sub ?? command).options.flatMap(({ long }) => (long ? [long] : [])), '--help'];
}

async function defined(name: string, argv: readonly string[], cli: Cli): Promise<Command> {
  const command = new Command(name);
  const entry = cli.table.find((one) => one.name === name);
  await (await entry?.load())?.define(command, { ...cli, argv });
  return command;
}

async function triggers({ terminal }: Cli): Promise<string[]> {
  const { configHere } = await import('../environments/known.ts');
  return Object.keys((await configHere(terminal, undefined))?.triggers ?? {});
}

async function environments({ terminal }: Cli): Promise<string[]> {
  const { configHere } = await import('../environments/known.ts');
  return Object.keys((await configHere(terminal, undefined))?.environments ?? {});
}

async function releases(typed: string, cli: Cli): Promise<string[]> {
  const { withTemporal } = await import('../connect.ts');
  const { fullId, openReleases, withoutPrefix } = await import('../find-release.ts');
  const shorten = typed.startsWith('release/') ? (id: string) => id : withoutPrefix;
  return withTemporal({}, cli.terminal, async (connected) =>
    (await openReleases(connected, fullId(typed))).map(shorten),
  );
}
