/** What the documents point to is there: links, commands with their flags, and pages that messages name. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { flagsOf } from '../../src/client/runbook-flags.ts';
import { isRunbook } from '../../src/runbook/define-runbook.ts';
import { commandTable } from '../../src/client/command-table.ts';
import { slipway } from '../support/cli.ts';
import { filesIn } from '../support/known-variables.ts';

const root = join(__dirname, '../..');
const folders = ['docs', 'src', 'test', 'runbooks', 'scripts', 'bench'];
const documents = [
  ...['README.md', 'AGENTS.md', 'CHANGELOG.md'].map((name) => join(root, name)),
  ...folders.flatMap((folder) => filesIn(join(root, folder), '.md')),
].map((file) => relative(root, file));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** GitHub's anchor of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

function broken(file: string): string[] {
  const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', fragment] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(root, target))) return true;
    if (fragment === undefined) return false;
    const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchor(text));
    return !headings.includes(fragment);
  });
}

test.each(documents)('every link of %s leads somewhere', (file) => {
  expect(broken(file)).toEqual([]);
});

test('every page that a message of the program names is there', () => {
  const sources = filesIn(join(root, 'src'), '.ts').map((file) => readFileSync(file, 'utf8'));
  const named = sources.flatMap((text) => text.match(/\bdocs\/[\w/.-]*\.md/g) ?? []);
  expect(named).toContain('docs/configuration.md');
  expect([...new Set(named)].filter((page) => !existsSync(join(root, page)))).toEqual([]);
});

/** Commands as documents show them: in code, `slipway` and a word; flags up to the end of the line or of the code. */
const shown = documents.flatMap((file) =>
  [...read(file).matchAll(/\bslipway ([a-z]+)((?: [^\n`|)]*)?)/g)]
    .filter(([, name]) => commandTable.some((entry) => entry.name === name))
    .map(([, name = '', rest = '']) => ({ file, name, flags: rest.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [] })),
);

/** Flags that are a runbook's input, not the command's own. */
const ofRunbooks = new Set<string>();
beforeAll(async () => {
  for (const file of ['runbooks', 'docs/examples'].flatMap((folder) => filesIn(join(root, folder), '.ts'))) {
    const exported = Object.values((await import(file)) as Record<string, unknown>);
    for (const { input } of exported.filter(isRunbook))
      for (const { long } of flagsOf(input)) ofRunbooks.add(long);
  }
});
/** A runbook's subcommand, for the commands that have one each. */
const example: Readonly<Record<string, readonly string[]>> = {
  plan: ['feature'],
  start: ['feature'],
  promote: ['feature'],
};

describe('a command that the documents show', () => {
  test.each(commandTable.filter(({ group }) => group !== undefined).map(({ name }) => name))(
    '%s has the flags it is shown with',
    async (name) => {
      const cwd = join(root, 'docs/examples');
      const { code, stdout } = await slipway({ cwd }, name, ...(example[name] ?? []), '--help');
      expect(code).toBe(0);
      const lacking = shown
        .filter((one) => one.name === name)
        .flatMap(({ file, flags }) =>
          flags.filter((flag) => !stdout.includes(flag)).map((flag) => `${file}: ${flag}`),
        );
      expect(lacking.filter((one) => !ofRunbooks.has(one.split(' ').at(-1) ?? ''))).toEqual([]);
    },
  );

  test('is one that there is, in every block of shell', () => {
    const blocks = documents.flatMap((file) => read(file).match(/```sh\n[\s\S]*?```/g) ?? []);
    const names = blocks.flatMap((block) =>
      [...block.matchAll(/^slipway ([\w-]+)/gm)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !commandTable.some((entry) => entry.name === name))).toEqual([]);
  });
});

describe('the folders', () => {
  const parts = ['runbook', 'activities', 'judge', 'workflows', 'worker', 'client', 'practice', 'demo'];
  const all = [...parts.map((part) => `src/${part}`), 'runbooks', 'test', 'bench', 'docs', 'scripts'];

  test.each(all)('%s says at its top what lives there', (folder) => {
    expect(read(`${folder}/README.md`)).toMatch(new RegExp(`^# ${folder}\\n\\n\\S.+\\.\\n`));
  });
});
