/** Once a test run: a real Temporal server, and the workflow bundle with the test steps in it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../../src/worker/bundle.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';

export default async function setup(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-tests-'));
  const [server, bundle] = await Promise.all([
    startTemporal({ logFile: join(dir, 'temporal.log') }),
    bundleWorkflows({
      workflowsPath: join(__dirname, 'workflows.ts'),
      logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
    }),
  ]);
  const bundlePath = join(dir, 'workflows.js');
  writeFileSync(bundlePath, bundle.code);
  Object.assign(process.env, {
    SLIPWAY_TEST_TEMPORAL: server.address,
    SLIPWAY_TEST_BUNDLE: bundlePath,
  });
  (globalThis as { slipwayTestServer?: { stop(): Promise<void> } }).slipwayTestServer = server;
}
