/** The practice cluster does what the real controllers did, state by state: `test/cluster` recorded it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { applicationRef } from '../../../src/activities/argocd/application.ts';
import { rolloutRef } from '../../../src/activities/rollouts/rollout.ts';
import { images, revisions, startCluster } from '../../support/kubernetes-practice.ts';
import { scenarios } from '../../support/transcript-scenarios.ts';
import { record, transcriptSchema } from '../../support/transcript.ts';

const fixtures = join(__dirname, '..', '..', 'fixtures', 'cluster');
const recorded = (name: string) =>
  transcriptSchema.parse(JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')));

let cluster: Awaited<ReturnType<typeof startCluster>> | undefined;
afterEach(() => cluster?.stop());

test('there is a transcript for every scenario, and for nothing else', () => {
  expect(readdirSync(fixtures).sort()).toEqual(
    Object.keys(scenarios)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

describe.each(['calm', 'worst'] as const)('the practice cluster (%s)', (behaviour) => {
  // At its worst every first operation is dropped, which the recorded controllers didn't do by themselves.
  const held = Object.entries(scenarios).filter(
    ([name]) => behaviour === 'calm' || name === 'orders-without-canary',
  );

  test.each(held)('%s', async (name, scenario) => {
    const { client, system } = (cluster = await startCluster({ behaviour, pace: 0.5 }));
    system.setDesired({ name: 'shop' }, revisions.two, images('2'));
    system.setDesired({ name: 'shop' }, revisions.bad, images('bad'));
    const names = new Map(Object.entries(revisions).map(([label, revision]) => [revision, label]));
    const recording = record(
      client,
      {
        rollout: rolloutRef({ rollout: 'web', namespace: 'shop' }),
        application: applicationRef({ application: 'shop', namespace: 'argocd' }),
      },
      (revision) => names.get(revision) ?? revision,
    );
    await recording.begun;
    await scenario({ client, application: 'shop', namespace: 'shop', revisions });
    expect(await recording.finish()).toEqual(recorded(name));
  });
});
