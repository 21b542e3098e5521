/** What releases and environments have a worker do about leases. */
import { describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { RequestLease } from '../../../src/environment/messages.ts';
import { environmentActivities } from '../../../src/worker/environments/activities.ts';
import type { EnvironmentStore } from '../../../src/worker/environments/client.ts';

const request: RequestLease = {
  release: { id: 'release/r/e/1', runbook: 'r', environment: 'e', version: '1', startedBy: 'kim' },
  runId: 'run',
  queue: 'all',
  inFlight: false,
  services: [],
};

describe('what is asked of an environment', () => {
  test('shows signs of life until it is answered, and none after', async () => {
    const answer = { environment: 'e', state: 'granted' } as const;
    const asked = new MockActivityEnvironment({ heartbeatTimeoutMs: 40 });
    const beats: number[] = [];
    const threeBeats = new Promise<void>((resolve) => {
      asked.on('heartbeat', () => void (beats.push(1) === 3 && resolve()));
    });
    const store = { update: () => threeBeats.then(() => answer) } as unknown as EnvironmentStore;
    const { requestLease } = environmentActivities({} as unknown as Client, store);
    expect(await asked.run(requestLease, { environment: 'e', request })).toEqual(answer);
    const then = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(beats).toHaveLength(then);
  });
});
