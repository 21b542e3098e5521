import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { histories } from '../support/histories.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const bundle = () => ({ code: readFileSync(process.env['SLIPWAY_TEST_BUNDLE'] ?? '', 'utf8') });

const all = histories();

describe('the workflow of today replays what releases did before', () => {
  /** By name: why one could not be replayed. */
  const ends = new Map<string, Error | undefined>();
  // One worker for all of them: to make one takes longer than to replay most.
  beforeAll(async () => {
    const given = all.map(({ history }) => ({ workflowId: 'replayed', history }));
    const replays = Worker.runReplayHistories({ workflowBundle: bundle() }, given);
    for await (const { error } of replays) ends.set(all[ends.size]?.name ?? '', error);
  }, 300_000);

  test('and there is something to replay', () => {
    expect(all.length).toBeGreaterThan(100);
    expect([...ends.keys()]).toEqual(all.map(({ name }) => name));
  });

  test.each(all)('$name', ({ name }) => {
    const error = ends.get(name);
    if (error !== undefined) throw error;
  });
});
