import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { histories } from '../support/histories.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const bundle = () => ({ code: readFileSync(process.env['SLIPWAY_TEST_BUNDLE'] ?? '', 'utf8') });

describe('the workflow of today replays what releases did before', () => {
  test('and there is something to replay', () => expect(histories().length).toBeGreaterThan(30));

  test.each(histories())('$name', async ({ history }) => {
    await Worker.runReplayHistory({ workflowBundle: bundle() }, history);
  });
});
