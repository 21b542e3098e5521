/** sre-test's practice world, started, and its runbook planned against it. What is built and pushed takes its own time. */
import sreTest from '../../runbooks/sre-test.ts';
import type { PracticeGit } from '../../src/practice/git/index.ts';
import type { PracticeImages } from '../../src/practice/images/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import type { SreTestOptions } from '../../src/practice/sre-test/options.ts';
import { sreTestWorld } from '../../src/practice/sre-test/seed.ts';
import { startPlannedWorld } from './planned-world.ts';

export async function startSreTest(options: SreTestOptions = {}) {
  const systems = sreTestWorld(options);
  const planned = await startPlannedWorld({ runbook: sreTest, systems, cwd: 'runbooks/practice/sre-test' });
  return {
    ...planned,
    git: planned.system<PracticeGit>('git'),
    images: planned.system<PracticeImages>('oci'),
    cluster: planned.system<KubernetesPractice>('kubernetes'),
  };
}

export type StartedSreTest = Awaited<ReturnType<typeof startSreTest>>;
