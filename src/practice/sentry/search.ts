/** Sentry's issue search, the practised part: `key:value` terms, all of which must hold. Unknown keys are refused. */
import type { Issue } from './issues.ts';

export class SearchError extends Error {
  override readonly name = 'SearchError';
}

/** An issue with its first and last time in the environments that were asked for. */
export interface Candidate {
  readonly issue: Issue;
  readonly first: string;
  readonly last: string;
}

type Test = (candidate: Candidate) => boolean;

const termPattern = /(!?)([A-Za-z_.-]+):((?:>=|<=|>|<)?)(\[[^\]]*\]|"(?:[^"\\]|\\.)*"|\S+)|"([^"]*)"|(\S+)/g;

export function parseSearch(query: string): Test {
  const tests = [...query.matchAll(termPattern)].map(
    ([, not, key, operator = '', value = '', quoted, word]): Test => {
      if (key === undefined) return holdsText(quoted ?? word ?? '');
      const test = termTest(key, operator, valuesOf(value));
      return not === '!' ? (candidate) => !test(candidate) : test;
    },
  );
  return (candidate) => tests.every((test) => test(candidate));
}

const holdsText =
  (text: string): Test =>
  ({ issue }) =>
    `${issue.type}: ${issue.value}`.toLowerCase().includes(text.toLowerCase());

function termTest(key: string, operator: string, values: readonly string[]): Test {
  const oneOf = (text: string | undefined) => text !== undefined && values.includes(text);
  switch (key) {
    case 'is':
      return isTest(values);
    case 'first-release':
    case 'firstRelease':
      return ({ issue }) => oneOf(issue.firstRelease);
    case 'release':
      return ({ issue }) => issue.releases.some(oneOf);
    case 'regressed_in_release':
      return ({ issue }) => oneOf(issue.regressedInRelease);
    case 'project':
      return ({ issue }) => oneOf(issue.project);
    case 'error.type':
      return ({ issue }) => oneOf(issue.type);
    case 'firstSeen':
      return ({ first }) => compare(first, operator, values[0] ?? '');
    case 'lastSeen':
      return ({ last }) => compare(last, operator, values[0] ?? '');
    default:
      throw new SearchError(`Invalid key for this search: ${key}`);
  }
}

const states = ['unresolved', 'resolved', 'ignored', 'new', 'ongoing', 'regressed'];

function isTest(values: readonly string[]): Test {
  const unknown = values.find((value) => !states.includes(value));
  if (unknown !== undefined)
    throw new SearchError(`Invalid value for "is" search, valid values are ${states.join(', ')}`);
  return ({ issue: { status, substatus } }) =>
    values.some((value) => value === status || value === substatus);
}

function compare(time: string, operator: string, value: string): boolean {
  const bound = Date.parse(value);
  if (Number.isNaN(bound)) throw new SearchError(`Invalid date: ${value}`);
  const difference = Date.parse(time) - bound;
  switch (operator) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      throw new SearchError(`A date is compared by >, >=, < or <=: ${value}`);
  }
}

/** `x`, `"x y"` or `[x, "y"]`. */
function valuesOf(text: string): string[] {
  const parts = text.startsWith('[') ? text.slice(1, -1).split(',') : [text];
  return parts.map((part) =>
    part
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/\\(.)/g, '$1'),
  );
}
