/** Holds an input against its schema, with the places of references left out: what stands there is not known yet. */
import type { z } from 'zod';
import type { Json } from '../json.ts';
import { problemsOfIssues } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { refsIn } from '../reference.ts';
import { reasonOf } from '../reason-of.ts';

type Issue = z.core.$ZodIssue;

export function inputProblems(schema: z.ZodType, input: Json, path: Path, remedy: string): Problem[] {
  const places = refsIn(input).map(({ at }) => at);
  const issues = issuesOf(schema, input, places.length > 0);
  return problemsOfIssues(
    issues.filter((issue) => !isOfReference(issue, [], places)),
    path,
    remedy,
  );
}

/** A schema with code in it may stumble over a reference; without references that is the input's fault. */
function issuesOf(schema: z.ZodType, input: Json, holdsReferences: boolean): Issue[] {
  try {
    return schema.safeParse(input).error?.issues ?? [];
  } catch (error) {
    if (holdsReferences) return [];
    const message = reasonOf(error);
    return [{ code: 'custom', path: [], message, input }];
  }
}

/** At or below a reference; of a union, if one of its forms minds nothing but references. */
function isOfReference(issue: Issue, above: readonly PropertyKey[], places: readonly Path[]): boolean {
  const at = [...above, ...issue.path];
  if (places.some((place) => place.every((part, index) => at[index] === part))) return true;
  return (
    issue.code === 'invalid_union' &&
    issue.errors.some((form) => form.length > 0 && form.every((inner) => isOfReference(inner, at, places)))
  );
}
