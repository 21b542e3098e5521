/** Where the version stands in a file: a regular expression with one group. Pure. */
import { z } from 'zod';
import { fatal } from '../errors.ts';

export const patternSchema = z
  .string()
  .min(1)
  .max(1000)
  .refine(
    (pattern) => groupsOf(pattern) === 1,
    'must be a regular expression with exactly one group: the version',
  );

export interface FoundVersion {
  readonly version: string;
  /** The whole text with `next` in the version's place. */
  replacedBy(next: string): string;
}

/** The one place where `pattern` matches; fatal if there is none or more than one. `where` names the file for people. */
export function findVersion(text: string, pattern: string, where: string): FoundVersion {
  const matches = [...text.matchAll(new RegExp(pattern, 'dgm'))];
  const [start, end] = matches[0]?.indices?.[1] ?? [];
  if (matches.length !== 1 || start === undefined || end === undefined) {
    throw fatal(
      'input-invalid',
      `The pattern ${pattern} must match once in ${where}, but matches ${matches.length} times.`,
    );
  }
  return {
    version: text.slice(start, end),
    replacedBy: (next) => text.slice(0, start) + next + text.slice(end),
  };
}

/** How many groups it has; NaN if it is no regular expression. */
function groupsOf(pattern: string): number {
  try {
    return (new RegExp(`${pattern}|`).exec('')?.length ?? Number.NaN) - 1;
  } catch {
    return Number.NaN;
  }
}
