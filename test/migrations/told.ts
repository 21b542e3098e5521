/** What tests of migrations ask for: the verdict, and each operation as 'line verdict, words'. */
import { classify } from '../../src/migrations/index.ts';

type Files = Parameters<typeof classify>[0];
type Options = Parameters<typeof classify>[2];

export async function told(files: Files, options: Options = {}) {
  const { verdict, operations, advice } = await classify(files, 'auto', options);
  const words = operations.map(({ line, verdict: one, says }) => `${line ?? '-'} ${one}, ${says}`);
  return { verdict, words, advice, operations };
}
