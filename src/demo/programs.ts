/** Programs that a demonstration needs of this machine. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** By program: the package of Debian and Ubuntu that has it. A line for each that is not there. */
export const missingPrograms = (programs: Readonly<Record<string, string>>): string[] =>
  Object.entries(programs).flatMap(([program, name]) =>
    isThere(program) ? [] : [`${program}: apt-get install ${name} (or your system’s package of it)`],
  );

const isThere = (program: string): boolean => programPath(program) !== undefined;

/** Where it is; `first`: folders that are looked into before those of the PATH. */
export const programPath = (program: string, first: readonly string[] = []): string | undefined =>
  [...first, ...(process.env['PATH'] ?? '').split(delimiter)]
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
