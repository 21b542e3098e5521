/** Balrog's releases as far as a cluster goes: Argo on real controllers, all other systems practised. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setUpBalrog } from './balrog-stage.ts';
import type { BalrogStage } from './balrog-stage.ts';

let balrog: BalrogStage;
beforeAll(async () => {
  balrog = await setUpBalrog();
});
afterAll(() => balrog.takeDown());

const deployed = (tag: string) => ({
  admin: `example.com/balrog:${tag}`,
  agent: `example.com/balrogagent:${tag}`,
  app: `example.com/balrog:${tag}`,
  rollout: { phase: 'Healthy', inFlight: false },
});

describe('Balrog 3.111, in the order of its release', () => {
  test('goes to stage, and to stage alone', async () => {
    expect(await balrog.release('stage', 'approve')).toMatchObject({ outcome: 'succeeded' });
    expect(await balrog.applications.running('stage')).toEqual(deployed('v3.111'));
    expect(await balrog.applications.running('prod')).toEqual(deployed('v3.110'));
  });

  test('rolled back while its canary waits, leaves production as it was', async () => {
    expect(await balrog.release('prod', 'roll back')).toMatchObject({ outcome: 'rolled-back' });
    expect(await balrog.applications.running('prod')).toEqual(deployed('v3.110'));
  });

  test('goes to production afterwards, promoted on a person’s word', async () => {
    expect(await balrog.release('prod', 'approve')).toMatchObject({ outcome: 'succeeded' });
    expect(await balrog.applications.running('prod')).toEqual(deployed('v3.111'));
  });

  test('has done nothing twice', () => {
    expect(balrog.duplicates()).toEqual([]);
  });
});
