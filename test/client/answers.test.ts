import { describe, expect, test } from '@jest/globals';
import { parseAnswers } from '../../src/client/answers.ts';
import type { Question } from '../../src/runbook/plan.ts';

const questions: Question[] = [
  { id: 'why', type: 'text', title: 'Why?', required: true },
  { id: 'count', type: 'number', title: 'How many?', required: false },
  { id: 'sure', type: 'boolean', title: 'Sure?', required: true },
  { id: 'colour', type: 'choice', title: 'Which?', required: true, choices: ['red', 'blue'] },
];

describe('answers on the command line', () => {
  test('get the type of their question', () => {
    expect(parseAnswers(questions, ['why=a=b', 'count=4', 'sure=yes', 'colour=red'])).toEqual({
      why: 'a=b',
      count: 4,
      sure: true,
      colour: 'red',
    });
  });

  test('have all their faults told at once', () => {
    expect(() => parseAnswers(questions, ['count=few', 'sure=perhaps', 'colour=green', 'who=me'])).toThrow(
      /no question ‘who’.*‘count’ takes a number, not ‘few’.*‘sure’ takes yes or no.*‘colour’ takes one of red, blue/,
    );
  });

  test('need a name and a value', () => {
    expect(() => parseAnswers(questions, ['why'])).toThrow('--answer takes name=value');
  });
});
