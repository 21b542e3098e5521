/** What a change of configuration is made from: the line as it is in the puppet repository, and as it shall be. */
import type { Facts, Planning } from 'slipway';
import { recordRunning } from '../wikimedia-services/running.ts';
import { settingsOf } from '../wikimedia-services/settings.ts';
import type { Settings } from '../wikimedia-services/settings.ts';
import type { ConfigInput } from './input.ts';

export interface ConfigRelease {
  readonly facts: Facts<Planning>;
  readonly settings: Settings;
  readonly input: ConfigInput;
  readonly file: string;
  /** Whole lines. */
  readonly line: string;
  readonly by: string;
  /** Of the puppet repository, before. */
  readonly tip: string;
}

export async function lookAround(input: ConfigInput, facts: Facts<Planning>): Promise<ConfigRelease> {
  const settings = settingsOf(facts);
  const { puppetProject: project, puppetBranch: branch, dataFile } = settings;
  const file = input.file ?? dataFile;
  if (file === undefined)
    return facts.refuse(
      `Nothing says which file of ${project} has the key.`,
      'Give it with --file, or set dataFile in the vars of the environment.',
    );
  const { git } = facts.clients;
  const { signal } = facts;
  const tip = await git.resolve(project, branch, { signal });
  const text = await git.readFile(project, { branch, path: file }, { signal });
  if (tip === undefined || text === undefined)
    return facts.refuse(`${branch} of ${project} has no text file ${file}.`, 'Correct its name.');
  const line = lineOf(facts, { text, key: input.key, file });
  const by = `${input.key}: ${yamlOf(input.value)}`;
  if (line === by) return facts.refuse(`${file} says so already: ${line}`, 'There is nothing to release.');
  facts.record('change', {
    title: 'Change of configuration',
    value: by,
    evidence: [
      `in place of: ${line}`,
      `in ${file}, ${branch} of ${project}, which is at ${tip.sha}: ${tip.subject}`,
    ],
  });
  return { facts, settings: await recordRunning(facts, settings), input, file, line, by, tip: tip.sha };
}

/** The one line of a key with a single value; a list or a table goes over several, and is for people to change. */
function lineOf(
  facts: Pick<Facts<Planning>, 'refuse'>,
  { text, key, file }: { readonly text: string; readonly key: string; readonly file: string },
): string {
  const lines = text.split('\n').filter((one) => one.startsWith(`${key}:`));
  const [line, another] = lines;
  if (line === undefined || another !== undefined)
    return facts.refuse(
      `${file} has the key ${key} ${lines.length} times, not once.`,
      'Correct the key or the file.',
    );
  if (!/^: +[^\s#&*!|>[{]/.test(line.slice(key.length)))
    return facts.refuse(
      `In ${file}, ${key} has no single value on its line.`,
      'Change it by hand, in a change of your own.',
    );
  return line;
}

/** Numbers and truths as they are; every text in quotes, which YAML reads as JSON does. */
const yamlOf = (value: string): string =>
  /^(true|false|-?(0|[1-9]\d*)(\.\d+)?)$/.test(value) ? value : JSON.stringify(value);
