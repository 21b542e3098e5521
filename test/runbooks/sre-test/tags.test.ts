/** The tags of a release: a time in UTC, and nothing that only looks like one. */
import { expect, test } from '@jest/globals';
import { candidateTag, isCandidateTag } from '../../../runbooks/sre-test/tags.ts';

test('tells the time of the release to the minute', () => {
  expect(candidateTag(new Date('2026-03-01T09:05:59Z'))).toBe('RC20260301_0905');
  expect(isCandidateTag('RC20260301_0905')).toBe(true);
});

test.each(['RC20260230_1200', 'RC20260301_2400', 'RC20260301_12', 'rc20260301_1200', 'RC20260301_12000'])(
  'takes %s for no time',
  (text) => {
    expect(isCandidateTag(text)).toBe(false);
  },
);
