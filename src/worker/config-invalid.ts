/** What is wrong with a configuration, all at once, each with its path in the file and a remedy. */
import type { Problem } from '../runbook/problem.ts';

export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';

  constructor(
    /** The configuration's file, or where it was looked for. */
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    super(inWords(file, problems));
  }
}

/** What is wrong with the file as a whole is a sentence; what is wrong in it, a line each. */
function inWords(file: string, problems: readonly Problem[]): string {
  const [first] = problems;
  if (problems.length === 1 && first?.path === '') return `${file} ${first.message}. ${first.remedy}.`;
  const lines = problems.map(
    ({ path, message, remedy }) => `${path === '' ? '' : `${path} `}${message} (${remedy})`,
  );
  return [`${file}:`, ...lines].join('\n  ');
}
