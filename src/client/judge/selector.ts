/** Selectors as people write them, `http_requests_total{version="$version",code=~"5.."}`, taken apart into a metric and its labels. */
import type { Labels, Matcher } from '../../activities/prometheus/selector.ts';
import { usage } from '../cli-error.ts';

export interface Parsed {
  readonly metric: string;
  /** Labels that say which arm it is: `$version` stands in them. */
  readonly version: Labels;
  readonly where: Labels;
}

const whole = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{(.*)\})?\s*$/s;
const matcher = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*("(?:\\.|[^"\\])*")\s*(?:,|$)/y;

export function parseSelector(name: string, text: string): Parsed {
  const [, metric, inside = ''] = whole.exec(text) ?? [];
  const matchers = matchersIn(inside);
  if (metric === undefined || matchers === undefined)
    throw usage(
      `--${name} ${text} is no selector of series.`,
      'Give one such as requests_total{version="$version",code=~"5.."}, each label once and its value in double quotes.',
    );
  const of = (versioned: boolean): Labels =>
    Object.fromEntries(matchers.filter(([, one]) => valueOf(one).includes('$version') === versioned));
  return { metric, version: of(true), where: of(false) };
}

/** Undefined where there is anything else, or a label twice. */
function matchersIn(text: string): [string, Matcher][] | undefined {
  const found: [string, Matcher][] = [];
  matcher.lastIndex = 0;
  let end = 0;
  while (end < text.trimEnd().length) {
    const [, label, operator, quoted] = matcher.exec(text) ?? [];
    const value = unquoted(quoted);
    if (label === undefined || value === undefined || found.some(([known]) => known === label))
      return undefined;
    found.push([label, matcherOf(operator, value)]);
    end = matcher.lastIndex;
  }
  return found;
}

/** What Go's rules of escaping and JSON's share. */
function unquoted(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function matcherOf(operator: string | undefined, value: string): Matcher {
  switch (operator) {
    case '!=':
      return { not: value };
    case '=~':
      return { matches: value };
    case '!~':
      return { notMatches: value };
    default:
      return value;
  }
}

function valueOf(one: Matcher): string {
  if (typeof one === 'string') return one;
  if ('not' in one) return one.not;
  return 'matches' in one ? one.matches : one.notMatches;
}

/** The labels of one arm. */
export const ofVersion = (labels: Labels, version: string): Labels =>
  Object.fromEntries(
    Object.entries(labels).map(([label, one]) => [
      label,
      withValue(
        one,
        valueOf(one).replaceAll('$version', () => version),
      ),
    ]),
  );

function withValue(one: Matcher, value: string): Matcher {
  if (typeof one === 'string') return value;
  if ('not' in one) return { not: value };
  return 'matches' in one ? { matches: value } : { notMatches: value };
}
