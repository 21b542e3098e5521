import { describe, expect, test } from '@jest/globals';
import { exceptionRulesSchema, judgeExceptions } from '../../src/judge/index.ts';
import type { NewIssue } from '../../src/judge/index.ts';

const issue = (id: string, kind: NewIssue['kind'] = 'new'): NewIssue => ({
  id,
  title: `Error ${id}`,
  kind,
  link: `https://sentry.example/${id}`,
});
const rules = exceptionRulesSchema.parse({ failAbove: 2 });

describe('new exceptions', () => {
  test('ask a person, with each as evidence', () => {
    expect(judgeExceptions(rules, [issue('a'), issue('b', 'regressed')], [])).toEqual({
      verdict: 'inconclusive',
      reason: '2 new issues, 1 of them come back: ‘Error a’, ‘Error b’',
      open: [issue('a'), issue('b', 'regressed')],
    });
  });

  test('fail above the count that was set, and only where one was set', () => {
    const three = [issue('a'), issue('b'), issue('c')];
    expect(judgeExceptions(rules, three, []).verdict).toBe('fail');
    expect(judgeExceptions(exceptionRulesSchema.parse({}), three, []).verdict).toBe('inconclusive');
  });

  test('count once, and not at all when somebody has acknowledged them', () => {
    expect(judgeExceptions(rules, [issue('a'), issue('a'), issue('b')], ['b']).open).toEqual([issue('a')]);
    expect(judgeExceptions(rules, [issue('a')], ['a'])).toMatchObject({
      verdict: 'continue',
      reason: 'no new issues',
    });
  });

  test('are neither good nor bad where the source is silent', () => {
    expect(judgeExceptions(rules, null, []).verdict).toBe('continue');
  });
});
