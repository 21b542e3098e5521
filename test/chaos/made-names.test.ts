/** Names that two runs of one release never share, and by which they are told apart all the same. */
import { describe, expect, test } from '@jest/globals';
import { withoutMadeNames, withoutNewHashes } from '../../bench/chaos/made-names.ts';
import type { PlanNode } from '../../src/runbook/plan.ts';
import { keyOf } from '../../src/workflows/key.ts';

const migrate: PlanNode = {
  type: 'step',
  id: 'migrate',
  title: 'Migrate',
  kind: 'kubernetes.runJob',
  input: {},
} as unknown as PlanNode;
const jobOf = (runId: string, round: number): string =>
  `migrate-${keyOf(runId, 'migrate', round).slice(-20)}`;

describe('a Job that bears the key of its release', () => {
  test('has one name in all runs, and another one in its second round', () => {
    const plain = withoutMadeNames(['one', 'two'].map((runId) => ({ runId, root: migrate })));
    expect(plain(jobOf('one', 1))).toBe(plain(jobOf('two', 1)));
    expect(plain(jobOf('one', 2))).not.toBe(plain(jobOf('one', 1)));
    expect(plain(jobOf('a stranger', 1))).toBe(jobOf('a stranger', 1));
  });
});

describe('a commit that a release makes', () => {
  const [old, new1, new2] = ['a', 'b', 'c'].map((letter) => letter.repeat(40));

  test('is named by the order in which it comes up; one that was there keeps its name', () => {
    const plain = withoutNewHashes({ master: old });
    expect(plain(`${old} ${new2} ${new1} ${new2}`)).toBe(`${old} (new hash 1) (new hash 2) (new hash 1)`);
  });

  test('is found in a Change-Id, too', () => {
    expect(withoutNewHashes({})(`change I${new1}`)).toBe('change I(new hash 1)');
  });

  test('is missed where an older one is in its place', () => {
    const plain = withoutNewHashes({ master: old });
    expect(plain(`{"live":"${new1}"}`)).not.toBe(plain(`{"live":"${old}"}`));
  });
});
