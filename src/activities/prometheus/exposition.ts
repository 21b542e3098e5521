/** Reads what a process shows at `/metrics`: Prometheus' text format, and OpenMetrics as far as counters and histograms go. */
import type { Labels, Matcher, Metric } from './selector.ts';

export interface Exposed {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** `name{label="value",…} value [timestamp]`; comments, empty lines and exemplars (`# …` behind a sample) say nothing here. */
const sampleLine = /^([a-zA-Z_:][\w:]*)\s*(?:\{(.*?)\})?\s+(\S+)(?:\s+[-\d.eE+]+)?\s*(?:#.*)?$/;
const labelPair = /([a-zA-Z_]\w*)\s*=\s*"((?:\\.|[^"\\])*)"\s*,?\s*/gy;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** https://prometheus.io/docs/instrumenting/exposition_formats/ ; a line that is no sample is left out. */
export function parseExposition(text: string): Exposed[] {
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('#')) return [];
    const [, name, labels = '', value] = sampleLine.exec(braced(line)) ?? [];
    if (name === undefined || value === undefined) return [];
    const number = /^[+-]?Inf$/.test(value) ? Infinity : Number(value);
    return Number.isNaN(number) ? [] : [{ name, labels: parseLabels(labels), value: number }];
  });
}

/** A label's value may hold a closing brace, which must not end the labels: the expression stops at the first one. */
function braced(line: string): string {
  return line.replace(/"((?:\\.|[^"\\])*)"/g, (quoted) => quoted.replaceAll('}', '\u0001'));
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, label = '', value = ''] of text.matchAll(labelPair)) {
    labels[label] = value
      .replaceAll('\u0001', '}')
      .replace(/\\(.)/g, (escaped, letter: string) => escapes[letter] ?? escaped);
  }
  return labels;
}

/** The samples that a selector of this metric and these labels finds. */
export function select(exposed: readonly Exposed[], metric: Metric, labels: Labels, suffix = ''): Exposed[] {
  const [name, where] = typeof metric === 'string' ? [metric, {}] : [metric.metric, metric.where];
  const tests = [...Object.entries(labels), ...Object.entries(where)].map(
    ([label, matcher]) =>
      (sample: Exposed) =>
        matches(sample.labels[label] ?? '', matcher),
  );
  return exposed.filter((sample) => sample.name === name + suffix && tests.every((test) => test(sample)));
}

function matches(value: string, matcher: Matcher): boolean {
  if (typeof matcher === 'string') return value === matcher;
  if ('not' in matcher) return value !== matcher.not;
  if ('matches' in matcher) return whole(matcher.matches).test(value);
  return !whole(matcher.notMatches).test(value);
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 's');
