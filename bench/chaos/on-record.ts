/** The record of an environment, where a voyage begins with one: what ran there before, and what is held. */
import type { Client } from '@temporalio/client';
import { environmentId } from '../../src/environment/messages.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import { terminated } from './rival.ts';
import type { Bound } from './subject.ts';

/** Takes away what earlier voyages left: holds among it, which let no second rollback begin as the first. */
export async function putOnRecord(client: Client, { subject, voyage, ledger }: Bound): Promise<void> {
  if (ledger === undefined) return;
  const { environment, startedBy } = voyage;
  await terminated(client, client.workflow.getHandle(environmentId(environment)), 'to begin anew');
  const environments = createEnvironments(client, 'slipway');
  for (const [index, deployment] of ledger.entries())
    await environments.record(environment, {
      key: `before-${index}`,
      release: {
        id: releaseId(subject.name, environment, deployment.version),
        runbook: subject.name,
        environment,
        version: deployment.version,
        startedBy,
      },
      why: 'It ran before.',
      deployment,
    });
}

/** Without times, and without keys, which are each run's own. */
export async function onRecord(client: Client, { voyage: { environment }, ledger }: Bound): Promise<unknown> {
  if (ledger === undefined) return null;
  const environments = createEnvironments(client, 'slipway');
  const { current = [], holds = [], entries = 0 } = (await environments.read(environment)) ?? {};
  return {
    entries,
    current: current.map(({ service, version, digest = null, back = false }) => ({
      service,
      version,
      digest,
      back,
    })),
    holds: holds.map(({ by, reason, runbook = null, version = null }) => ({ by, reason, runbook, version })),
  };
}
