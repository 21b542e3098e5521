import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExposition, select } from '../../../src/activities/prometheus/exposition.ts';
import { selectorOf } from '../../../src/activities/prometheus/selector.ts';

describe('a metrics page', () => {
  test('is read sample by sample, with timestamps, exemplars and comments left aside', () => {
    const page = [
      '# HELP http_requests_total How many.',
      '# TYPE http_requests_total counter',
      'http_requests_total{code="200",path="/a}b"} 1027 1395066363000',
      'http_requests_total{code="500",} 3',
      'up 1',
      'latency_bucket{le="+Inf"} 9 # {trace_id="x"} 0.67',
      'broken{',
      'temperature NaN',
    ].join('\n');
    expect(parseExposition(page)).toEqual([
      { name: 'http_requests_total', labels: { code: '200', path: '/a}b' }, value: 1027 },
      { name: 'http_requests_total', labels: { code: '500' }, value: 3 },
      { name: 'up', labels: {}, value: 1 },
      { name: 'latency_bucket', labels: { le: '+Inf' }, value: 9 },
    ]);
  });

  test('keeps any label value as it was', () => {
    const escape = (value: string): string =>
      value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    const text = fc.string().filter((value) => !value.includes('\u0001') && !value.includes('\r'));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [sample] = parseExposition(`x{a="${escape(a)}",b="${escape(b)}"} 1`);
        expect(sample?.labels).toEqual({ a, b });
      }),
    );
  });

  test('is searched as Prometheus would', () => {
    const exposed = parseExposition('r{code="200"} 1\nr{code="503"} 2\nr 4\nr_bucket 8');
    const found = (where: Parameters<typeof select>[2]) =>
      select(exposed, 'r', where).map(({ value }) => value);
    expect(found({})).toEqual([1, 2, 4]);
    expect(found({ code: '200' })).toEqual([1]);
    expect(found({ code: { not: '200' } })).toEqual([2, 4]);
    expect(found({ code: { matches: '5' } })).toEqual([]);
    expect(found({ code: { matches: '5..' } })).toEqual([2]);
    expect(found({ code: { notMatches: '5..' } })).toEqual([1, 4]);
  });
});

test('no value of a label ends its quotes in a selector', () => {
  expect(selectorOf({ metric: 'm', where: { b: { not: '\n' } } }, { a: '"} or up{x="\\' }, '_bucket')).toBe(
    'm_bucket{a="\\"} or up{x=\\"\\\\",b!="\\n"}',
  );
});
