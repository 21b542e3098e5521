/** What is wrong with a configuration, all at once, each with its path in the file and a remedy. */
import type { Problem } from '../runbook/problem.ts';

export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';

  constructor(
    /** The configuration's file, or where it was looked for. */
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(
      ({ path, message, remedy }) => `${path === '' ? '' : `${path} `}${message} (${remedy})`,
    );
    super([`${file}:`, ...lines].join('\n  '));
  }
}
