/**
 * The scenarios on the real controllers, recorded. With RECORD=1 the recordings become the fixtures that the practice
 * cluster is held to; without, they are held to the fixtures, so that a new behaviour of Argo shows here first.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applicationRef } from '../../src/activities/argocd/application.ts';
import { rolloutRef } from '../../src/activities/rollouts/rollout.ts';
import { scenarios } from '../support/transcript-scenarios.ts';
import { record, transcriptSchema } from '../support/transcript.ts';
import { setUpStage } from './stage.ts';
import type { ClusterStage } from './stage.ts';

const fixtures = join(__dirname, '..', 'fixtures', 'cluster');

let stage: ClusterStage;
beforeEach(async () => {
  stage = await setUpStage();
});
afterEach(() => stage.takeDown());

test.each(Object.entries(scenarios))('%s', async (name, scenario) => {
  const { client, application, namespace, revisions } = stage;
  const names = new Map(Object.entries(revisions).map(([label, revision]) => [revision, label]));
  const recording = record(
    client,
    {
      rollout: rolloutRef({ rollout: 'web', namespace }),
      application: applicationRef({ application, namespace: 'argocd' }),
    },
    (revision) => names.get(revision) ?? revision,
  );
  await recording.begun;
  await scenario(stage);
  const transcript = await recording.finish();

  const file = join(fixtures, `${name}.json`);
  if (process.env['RECORD'] === '1' || !existsSync(file)) {
    mkdirSync(fixtures, { recursive: true });
    writeFileSync(file, `${JSON.stringify(transcript, null, 2)}\n`);
  }
  expect(transcript).toEqual(transcriptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
});
