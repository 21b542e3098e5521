/** Field and label selectors of lists and watches. */
import { badRequest } from './errors.ts';
import type { Stored } from './state.ts';

export type Selector = (object: Stored) => boolean;

export function selector(fields: string | undefined, labels: string | undefined): Selector {
  const tests = [...terms(fields).map(fieldTest), ...terms(labels).map(labelTest)];
  return (object) => tests.every((test) => test(object));
}

const terms = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

/** `a=b`, `a==b` or `a!=b`. */
function parse(
  term: string,
): { readonly left: string; readonly right: string; readonly wanted: boolean } | undefined {
  const [, left, operator, right] = /^([^=!]+)(==|=|!=)([^=!]*)$/.exec(term) ?? [];
  return left === undefined || right === undefined ? undefined : { left, right, wanted: operator !== '!=' };
}

function fieldTest(term: string): Selector {
  const { left, right, wanted } = parse(term) ?? { left: term, right: '', wanted: true };
  switch (left) {
    case 'metadata.name':
      return ({ metadata }) => (metadata.name === right) === wanted;
    case 'metadata.namespace':
      return ({ metadata }) => (metadata.namespace === right) === wanted;
  }
  throw badRequest(`field label not supported: ${left}`);
}

function labelTest(term: string): Selector {
  const parsed = parse(term);
  if (parsed === undefined) return ({ metadata }) => metadata.labels?.[term] !== undefined;
  const { left, right, wanted } = parsed;
  return ({ metadata }) => (metadata.labels?.[left] === right) === wanted;
}
