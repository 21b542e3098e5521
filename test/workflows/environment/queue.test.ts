/** Whom a newer release makes pointless. */
import { expect, test } from '@jest/globals';
import { requestSchema } from '../../../src/environment/messages.ts';
import { supersededBy } from '../../../src/workflows/environment/queue.ts';
import type { Asking } from '../../../src/workflows/environment/state.ts';

const asking = (version: string, more: object = {}): Asking => ({
  ...requestSchema.parse({
    release: {
      id: `release/shop/prod/${version}`,
      runbook: 'shop',
      environment: 'prod',
      version,
      startedBy: 'maria',
    },
    runId: 'run',
    queue: 'latest',
    services: [],
    ...more,
  }),
  turn: 1,
  since: '2026-11-22T12:00:00Z',
});
const newer = asking('2.0');

test('a newer release takes the place of older ones that wait', () => {
  const older = asking('1.0');
  expect(supersededBy([older, newer], newer)).toEqual([older]);
});

test.each([
  ['brings back what ran before', { purpose: 'rollback' }],
  ['is urgent', { urgent: { reason: 'it is down' } }],
  ['has begun', { inFlight: true }],
  ['is to be released each', { queue: 'all' }],
])('and of none that %s', (_, more) => {
  expect(supersededBy([asking('1.0', more), newer], newer)).toEqual([]);
});
