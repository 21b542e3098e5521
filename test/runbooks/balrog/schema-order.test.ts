/** Which of admin and app goes first, and when only a person can tell. */
import { describe, expect, test } from '@jest/globals';
import { decideOrder } from '../../../runbooks/balrog/schema-order.ts';

const change = (kind: Parameters<typeof decideOrder>[0]['kind']) => ({
  kind,
  evidence: ['v/038.py:6: something'],
});

describe('the rule decides', () => {
  test.each([
    ['none', 'together'],
    ['additive', 'admin-first'],
    ['destructive', 'app-first'],
  ] as const)('%s means %s, and nobody is asked', (kind, order) => {
    expect(decideOrder(change(kind), undefined)).toEqual({ order, confirm: 'no' });
  });

  test('and to ask for what it says changes nothing', () => {
    expect(decideOrder(change('additive'), 'admin-first')).toEqual({ order: 'admin-first', confirm: 'no' });
  });
});

describe('a person decides', () => {
  test.each(['mixed', 'unknown'] as const)('%s without a word is refused, with the evidence', (kind) => {
    expect(decideOrder(change(kind), undefined)).toEqual({
      refusal: expect.stringContaining('v/038.py:6: something'),
      remedy: expect.stringContaining('--schema-order'),
    });
  });

  test.each(['mixed', 'unknown'] as const)('%s with a word is confirmed at a gate', (kind) => {
    expect(decideOrder(change(kind), 'app-first')).toMatchObject({ order: 'app-first', confirm: 'yes' });
  });

  test('so is a word against the rule', () => {
    expect(decideOrder(change('additive'), 'app-first')).toMatchObject({
      order: 'app-first',
      confirm: 'yes',
      why: expect.stringContaining('by rule means admin-first'),
    });
  });
});
