/** A release that was rolled back has left the world as it was. */
import { differences } from './differences.ts';
import type { ReleaseEnd } from './release-end.ts';

export function putBack({ result, before, after, environment }: ReleaseEnd): string[] {
  if (result.outcome !== 'rolled-back') return [];
  return differences(before, after).map((one) => `${environment}: the world is not as it was before: ${one}`);
}
