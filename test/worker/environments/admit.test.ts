/** What closes an environment from elsewhere: a hold on a version everywhere, and a calendar, together. */
import { expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { EnvironmentStore } from '../../../src/worker/environments/client.ts';
import { environmentActivities } from '../../../src/worker/environments/activities.ts';

const rules = {
  name: 'everywhere',
  freezes: [{ id: '1', by: 'kim', at: '2026-11-22T12:00:00Z', reason: 'the move', exempt: ['maria', 'sam'] }],
  holds: [{ by: 'kim', at: '2026-11-22T12:00:00Z', reason: 'loses rows', runbook: 'shop', version: '6.6.6' }],
};
const store = { rulesOfAll: () => Promise.resolve(rules) } as unknown as EnvironmentStore;
const weekend = { why: 'It is the weekend.', opensAt: '2026-11-23T07:00:00.000Z', exempt: ['maria'] };

const admitted = (version: string) => {
  const { admit } = environmentActivities({} as unknown as Client, store, () => weekend);
  const release = { id: 'r', runbook: 'shop', environment: 'prod', version, startedBy: 'maria' };
  const call = { environment: 'prod', asking: [{ release, services: [] }] };
  return new MockActivityEnvironment().run(admit, call);
};

test('who passes must be exempt from the freeze and from the calendar', async () => {
  expect(await admitted('1.0')).toEqual([
    { why: 'everywhere is frozen by kim: the move; and It is the weekend.', exempt: ['maria'] },
  ]);
});

test('nobody passes with a version that is held', async () => {
  expect(await admitted('6.6.6')).toEqual([
    {
      why: 'shop 6.6.6 is held by kim: loses rows; and everywhere is frozen by kim: the move; and It is the weekend.',
      exempt: [],
    },
  ]);
});
