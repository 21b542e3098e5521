/** Images tell their source as an address; the runbooks know it as a path. */
import { expect, test } from '@jest/globals';
import { isSource } from '../../runbooks/source-label.ts';

test.each([
  'https://github.com/CJWorkbench/cjworkbench',
  'https://github.com/cjworkbench/CJWorkbench.git',
  'https://git.example.com/mirrors/CJWorkbench/cjworkbench/',
  'git@github.com:CJWorkbench/cjworkbench.git',
  'ssh://git@github.com:2222/CJWorkbench/cjworkbench',
  'CJWorkbench/cjworkbench',
])('%s is that repository', (label) => {
  expect(isSource(label, 'CJWorkbench/cjworkbench')).toBe(true);
});

test.each([
  'https://github.com/somebody/cjworkbench',
  'https://github.com/evilCJWorkbench/cjworkbench',
  'https://github.com/CJWorkbench/cjworkbench/tree/main',
  'CJWorkbench/cjworkbench-fork',
  '',
])('%j is not', (label) => {
  expect(isSource(label, 'CJWorkbench/cjworkbench')).toBe(false);
});
