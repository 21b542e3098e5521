/** The order of environments that a runbook declares. */
import { describe, expect, test } from '@jest/globals';
import { PlanInvalid } from '../../src/runbook/problem.ts';
import { before } from '../../src/runbook/promotion-order.ts';

const declared = {
  order: ['dev', 'stage', 'prod'],
  conditions: { prod: { soak: '24h', gate: 'test' } },
  exempt: ['sre'],
};

describe('an order of environments', () => {
  test('says what is before one, and what is asked', () => {
    expect(before(declared, 'prod')).toEqual({ from: 'stage', soak: '24h', gate: 'test', exempt: ['sre'] });
    expect(before(declared, 'stage')).toEqual({ from: 'dev', exempt: ['sre'] });
  });

  test('asks nothing of the first, of one that it does not name, and where there is none', () => {
    expect(before(declared, 'dev')).toBeUndefined();
    expect(before(declared, 'elsewhere')).toBeUndefined();
    expect(before(undefined, 'prod')).toBeUndefined();
  });

  test.each([
    [{ order: ['prod'] }, 'two environments at least'],
    [{ order: ['stage', 'stage'] }, "names 'stage' twice"],
    [{ order: ['stage', 'prod'], conditions: { stage: { soak: '1h' } } }, 'no environment of the order'],
    [{ order: ['stage', 'prod'], conditions: { prod: { soak: 'long' } } }, 'duration'],
  ])('%j is refused', (wrong, says) => {
    const refused = () => before(wrong, 'prod');
    expect(refused).toThrow(PlanInvalid);
    expect(refused).toThrow(says);
  });
});
