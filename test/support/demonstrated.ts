/** A scenario of the demonstration, run as `npm run demo -- --yes` runs it, in a namespace of its own on the test server. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { terminalOn } from '../../src/client/terminal.ts';
import { runScenario } from '../../src/demo/run-scenario.ts';
import type { Finished } from '../../src/demo/run-scenario.ts';
import type { Demonstration } from '../../src/demo/demonstration.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { releaseAttributes } from '../../src/worker/temporal/start.ts';
import { eventually } from './eventually.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const keyword = 2;

export interface Demonstrated extends Omit<Finished, 'stop'> {
  /** What people saw of it. */
  readonly said: string;
}

export async function demonstrated(demonstration: Demonstration, name: string): Promise<Demonstrated> {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  // The sample configuration sets it for its own process; in jest that is another environment.
  process.env['SLIPWAY_PRACTICE_TOKEN'] = practiceToken;
  const connection = await Connection.connect({ address });
  const dir = mkdtempSync(join(tmpdir(), 'slipway-demonstrated-'));
  const said: string[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      said.push(chunk.toString());
      done();
    },
  });
  try {
    const namespace = await ownNamespace(connection, name);
    const { stop, ...finished } = await runScenario({
      demonstration,
      name,
      terminal: terminalOn({ stdin: Readable.from([]), stdout, stderr: stdout, env: {}, cwd: dir }),
      connected: {
        client: temporalClient({ connection, namespace }),
        connection,
        address,
        namespace,
        taskQueue: 'demo',
        cwd: dir,
      },
      dir: join(dir, 'world'),
      answering: { by: 'demo' },
      workflows: { code: readFileSync(bundle, 'utf8') },
    });
    await stop();
    return { ...finished, said: said.join('') };
  } finally {
    await connection.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Releases of two scenarios have the same ids. */
async function ownNamespace(connection: Connection, name: string): Promise<string> {
  const namespace = `demo-${name}-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await eventually(
    () =>
      connection.operatorService
        .addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(releaseAttributes.map((attribute) => [attribute, keyword])),
        })
        .then(() => 'added')
        .catch((error: unknown) => String(error)),
    (seen) => seen === 'added' || seen.includes('already exist'),
  );
  return namespace;
}
