/** Balrog's practice world, started, and its runbook planned against it. */
import balrog from '../../runbooks/balrog.ts';
import type { BalrogOptions } from '../../src/practice/balrog/options.ts';
import { balrogWorld } from '../../src/practice/balrog/seed.ts';
import type { PracticeGithub } from '../../src/practice/github/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { startPlannedWorld } from './planned-world.ts';

export async function startBalrog(options: BalrogOptions = {}) {
  const systems = balrogWorld(options);
  const planned = await startPlannedWorld({ runbook: balrog, systems, cwd: 'runbooks/practice' });
  return {
    ...planned,
    github: planned.system<PracticeGithub>('github'),
    cluster: planned.system<KubernetesPractice>('kubernetes'),
    registry: planned.system<Registry>('oci'),
  };
}

export type StartedBalrog = Awaited<ReturnType<typeof startBalrog>>;
