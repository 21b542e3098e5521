/** Tests that need programs: where one is missing they are shown as skipped, and in CI they fail. */
import { describe } from '@jest/globals';
import { pathOf } from './programs.ts';
import type { Program } from './programs.ts';

export const describeWith = (...programs: readonly Program[]) =>
  process.env['CI'] === undefined && programs.some((program) => pathOf(program) === undefined)
    ? describe.skip
    : describe;
