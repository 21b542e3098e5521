/** A release of Balrog to stage under a `slipway dev`, seen and answered while its processes die. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { z } from 'zod';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import type { Decide, Reply } from '../../src/workflows/messages.ts';
import type { NodeState, ReleaseResult, ReleaseView } from '../../src/workflows/view.ts';
import type { AskedFault } from '../../src/practice/faults.ts';
import type { JournalEntry } from '../../src/practice/journal.ts';
import { built, cleanEnv } from './built.ts';
import type { DevProcess } from './dev-process.ts';
import { eventually } from './eventually.ts';

export interface DevRelease {
  untilNode(id: string, state: NodeState): Promise<ReleaseView>;
  /** Sent again while nobody is there to take it. */
  decide(node: string, decision: Decide['decision']): Promise<void>;
  result(): Promise<ReleaseResult>;
  close(): Promise<void>;
}

/** Three processes start anew, on a machine that runs other tests too. */
const patienceMs = 50_000;

/** By the command line, as a person starts it. */
export async function startToStage(cwd: string, version: string): Promise<void> {
  const words = ['start', 'balrog', '--environment', 'stage', '--version', version, '--watch-for', '5s'];
  const args = [built('client/main.js'), ...words, '--every', '500ms', '--yes', '--as', 'maria'];
  await promisify(execFile)(process.execPath, args, { cwd, env: cleanEnv() });
}

export async function openRelease(address: string, version: string): Promise<DevRelease> {
  // Without the client's own retries: one that is under way when the connection closes throws where nobody can catch it.
  const connection = await Connection.connect({ address, interceptors: [] });
  const handle = temporalClient({ connection }).workflow.getHandle(releaseId('balrog', 'stage', version));
  const patient = <T>(ask: () => Promise<T>, wanted: (seen: T) => boolean): Promise<T> =>
    eventually(
      () => ask().catch((error: unknown) => String(error)),
      (seen) => typeof seen !== 'string' && wanted(seen),
      patienceMs,
    ).then((seen) => seen as T);
  return {
    untilNode: (id, state) =>
      patient(
        () => handle.query<ReleaseView>('status'),
        ({ nodes }) => nodes.some((node) => node.id === id && node.state === state),
      ),
    async decide(node, decision) {
      const args: [Decide] = [{ by: 'sam', node, decision }];
      await patient(
        () => handle.executeUpdate<Reply, [Decide]>('decide', { args }),
        () => true,
      );
    },
    result: () =>
      patient(
        () => handle.result() as Promise<ReleaseResult>,
        () => true,
      ),
    close: () => connection.close(),
  };
}

const journalSchema = z.object({
  entries: z.array(z.custom<JournalEntry>()),
  duplicates: z.array(z.custom<JournalEntry>()),
});

export async function journalOf({ practice }: DevProcess): Promise<z.output<typeof journalSchema>> {
  return journalSchema.parse(await (await fetch(`${practice}/_world/journal`)).json());
}

const snapshotSchema = z.object({
  kubernetes: z.unknown(),
  github: z.object({ deployments: z.unknown() }),
});

/** What runs where: images that were built and tags that were made stay. */
export async function runningIn({ practice }: DevProcess): Promise<z.output<typeof snapshotSchema>> {
  return snapshotSchema.parse(await (await fetch(`${practice}/_world/snapshot`)).json());
}

/** Asks the world for one fault; what it gives waits until the fault has struck. */
export async function strike(
  { practice }: DevProcess,
  fault: Omit<AskedFault, 'times'>,
): Promise<() => Promise<void>> {
  const url = `${practice}/_world/faults`;
  const headers = { 'content-type': 'application/json' };
  const asked = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fault) });
  if (!asked.ok) throw new Error(await asked.text());
  return async () => {
    await eventually(
      async () => pendingSchema.parse(await (await fetch(url)).json()),
      ({ pending }) => pending.length === 0,
    );
  };
}

const pendingSchema = z.object({ pending: z.array(z.unknown()) });
