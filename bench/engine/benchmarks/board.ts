/** What the board costs of an environment with a ledger of many entries, against one with an entry for each service. */
import { randomUUID } from 'node:crypto';
import { createEnvironments } from '../../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../../src/worker/environments/client.ts';
import { cpuTimed, figure, inTurns, timed } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { ownQueue } from '../lab.ts';
import type { Lab } from '../lab.ts';

const services = 10;
/** Temporal takes ten updates of one workflow at a time. */
const atOnce = 8;

/**
 * `board`: a whole round trip from asking to the answer, on however busy a machine. `board-cpu`: what this process works for it, in which
 * worker and asker are; below 100 ms is below 100 ms of the worker's time.
 */
export async function boardFigures({ client }: Lab, entries: number, rounds: number): Promise<Figure[]> {
  const environments = createEnvironments(client, ownQueue);
  const [long, short] = ['long', 'short'].map((name) => `${name}-${randomUUID().slice(0, 8)}`) as [
    string,
    string,
  ];
  await filled(environments, long, entries);
  await filled(environments, short, services);
  const asked = (name: string) => () => timed(() => environments.read(name));
  const worked = (name: string) => () => cpuTimed(() => environments.read(name));
  const found = await environments.read(long);
  if (found?.entries !== entries) throw new Error(`The ledger has ${found?.entries ?? 0} entries.`);
  return [
    figure('board', 'ms', await inTurns(rounds, asked(long), asked(short)), 2),
    figure('board-cpu', 'ms', await inTurns(rounds, worked(long), worked(short)), 2),
  ];
}

async function filled(environments: EnvironmentStore, name: string, entries: number): Promise<void> {
  let next = 0;
  const some = async (): Promise<void> => {
    while (next < entries) {
      const at = next;
      next += 1;
      const version = `1.${Math.floor(at / services)}`;
      await environments.record(name, {
        key: `key-${at}`,
        release: {
          id: `release/shop/${name}/${version}`,
          runbook: 'shop',
          environment: name,
          version,
          startedBy: 'sam',
        },
        why: `Release of shop ${version} to ${name}`,
        deployment: {
          service: `service-${at % services}`,
          version,
          digest: `sha256:${'a'.repeat(64)}`,
          commit: 'b'.repeat(40),
          repository: 'shop/shop',
        },
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, some));
}
