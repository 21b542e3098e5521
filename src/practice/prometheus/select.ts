/** Finds series by their labels, as a selector's matchers say. */
import { QueryError } from './promql.ts';
import type { Matcher } from './promql.ts';
import type { Series } from './series.ts';

export function select(series: readonly Series[], matchers: readonly Matcher[]): Series[] {
  const tests = matchers.map(testOf);
  return series.filter(({ labels }) => tests.every((test) => test(labels)));
}

/** Regular expressions are anchored; a missing label is an empty one. */
function testOf({ label, operator, value }: Matcher): (labels: Readonly<Record<string, string>>) => boolean {
  const matches = operator.endsWith('~') ? anchored(value) : (text: string) => text === value;
  const wanted = operator === '=' || operator === '=~';
  return (labels) => matches(labels[label] ?? '') === wanted;
}

function anchored(source: string): (text: string) => boolean {
  try {
    const pattern = new RegExp(`^(?:${source})$`, 's');
    return (text) => pattern.test(text);
  } catch {
    throw new QueryError(`parse error: error parsing regexp: ${JSON.stringify(source)}`);
  }
}
