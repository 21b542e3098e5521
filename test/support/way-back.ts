/** Ledgers in memory for plans that go on or back: what was recorded, and a plan that is held against it. */
import type { WantedCourse } from '../../src/activities/calls.ts';
import type { Deployment } from '../../src/environment/deployment.ts';
import { openFaults } from '../../src/practice/faults.ts';
import type { Sailing } from '../../src/runbook/course.ts';
import type { Runbook } from '../../src/runbook/define-runbook.ts';
import { sailingOf } from '../../src/worker/environments/sailing.ts';
import { memoryEnvironments } from './memory-environments.ts';
import type { MemoryEnvironments } from './memory-environments.ts';

export interface Ledgers {
  readonly environments: MemoryEnvironments;
  /** As a release of the runbook records them, one after another. */
  record(environment: string, version: string, deployments: readonly Deployment[]): Promise<void>;
  /** As a worker makes it. Those who exempt are `maria` alone. */
  sailing(wish: Wish): Promise<Sailing | undefined>;
}

interface Wish {
  readonly environment: string;
  readonly version: string;
  readonly course?: WantedCourse;
  readonly exempt?: string;
}

export function ledgers(runbook: Pick<Runbook, 'name' | 'promotion'>): Ledgers {
  const journal = { record: () => undefined, entries: () => [], duplicates: () => [] };
  const environments = memoryEnvironments({ faults: openFaults(), journal });
  const { name } = runbook;
  return {
    environments,
    async record(environment, version, deployments) {
      const id = `release/${name}/${environment}/${version}`;
      const release = { id, runbook: name, environment, version, startedBy: 'maria' };
      for (const deployment of deployments) {
        const key = `${version}-${deployment.service}`;
        await environments.record(environment, { key, release, why: `Release of ${version}`, deployment });
      }
    },
    sailing: (wish) =>
      sailingOf({ runbook: name, startedBy: 'maria', input: {}, ...wish }, runbook, {
        environments,
        people: [{ login: 'maria', roles: [] }],
        signal: new AbortController().signal,
      }),
  };
}
