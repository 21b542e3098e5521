/** What is wrong with a plan or an input, where, and what to do about it. Problems come all at once. */
import type { z } from 'zod';

export interface Problem {
  /** `root.nodes[2].input.revision`. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

export type Path = readonly (string | number)[];

/** `['root', 'nodes', 2]` as `root.nodes[2]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[\w$-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** One problem an issue (of unknown fields, one each), with `at` in front of its path. */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  at: readonly PropertyKey[],
  remedy: string,
): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code !== 'unrecognized_keys')
      return [{ path: pathText(path), message: issueText(issue), remedy }];
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      message: 'is not known here',
      remedy,
    }));
  });
}

/** Of a union without a message of its own, what each form would have wanted. */
function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0 || issue.message !== 'Invalid input') {
    return issue.message;
  }
  const forms = issue.errors.map((form) => form.map((inner) => inField(inner) + issueText(inner)).join(', '));
  return `fits no allowed form: ${[...new Set(forms)].join('; or ')}`;
}

const inField = (issue: z.core.$ZodIssue): string =>
  issue.path.length === 0 ? '' : `${pathText(issue.path)}: `;

/** Thrown where a plan can't be made: nothing has run. */
export class PlanInvalid extends Error {
  override readonly name = 'PlanInvalid';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ path, message, remedy }) => `${path}: ${message} (${remedy})`).join('\n'));
  }
}
