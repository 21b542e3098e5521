/** Going back past migrations: which of them older code does not notice, and which a person must name. Pure. */
import type { Classification, Operation } from './verdict.ts';

export interface StepOver {
  /** What older code may break on, in the order in which it ran. */
  readonly breaks: readonly Operation[];
  /** Migrations that nobody has acknowledged, by the names that acknowledge them. */
  readonly missing: readonly string[];
  /** Names that are of none of these migrations. */
  readonly strange: readonly string[];
}

/** `change`: classified by `back`. `acknowledged`: names of files, with or without their ending, or whole paths. */
export function stepOver(
  { operations }: Pick<Classification, 'operations'>,
  acknowledged: readonly string[],
): StepOver {
  const breaks = operations.filter(({ verdict }) => verdict !== 'none' && verdict !== 'additive');
  const files = [...new Set(operations.map(({ file }) => file))];
  const breaking = [...new Set(breaks.map(({ file }) => file))];
  return {
    breaks,
    missing: breaking
      .filter((file) => !acknowledged.some((name) => isCalled(file, name)))
      .map((file) => shortName(file, files)),
    strange: acknowledged.filter((name) => !files.some((file) => isCalled(file, name))),
  };
}

const baseOf = (file: string): string => file.split('/').at(-1) ?? file;
const withoutEnding = (name: string): string => name.replace(/\.\w+$/, '');

const isCalled = (file: string, name: string): boolean =>
  name === file || name === baseOf(file) || name === withoutEnding(baseOf(file));

/** The path where the name alone would be another's too. */
const shortName = (file: string, all: readonly string[]): string =>
  all.some((other) => other !== file && baseOf(other) === baseOf(file)) ? file : baseOf(file);
