/** CJWorkbench's practice world, started, and one of its runbooks planned against it. */
import cjworkbench from '../../runbooks/cjworkbench.ts';
import { commitsOf, cjworkbenchWorld } from '../../src/practice/cjworkbench/seed.ts';
import type { CjworkbenchOptions } from '../../src/practice/cjworkbench/options.ts';
import type { PracticeGithub } from '../../src/practice/github/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { startPlannedWorld } from './planned-world.ts';

type Runbook = Parameters<typeof startPlannedWorld>[0]['runbook'];

/** Where the sample configuration looks for them: it sets them for its own process, and jest’s environment is another. */
export const stripeSecrets = {
  PRACTICE_STRIPE_PUBLIC_API_KEY: 'secret-of-stripe-one',
  PRACTICE_STRIPE_API_KEY: 'secret-of-stripe-two',
  PRACTICE_STRIPE_WEBHOOK_SIGNING_SECRET: 'secret-of-stripe-three',
} as const;

export async function startCjworkbench(options: CjworkbenchOptions = {}, runbook: Runbook = cjworkbench) {
  Object.assign(process.env, stripeSecrets);
  const systems = cjworkbenchWorld(options);
  const planned = await startPlannedWorld({ runbook, systems, cwd: 'runbooks/practice/cjworkbench' });
  const github = planned.system<PracticeGithub>('github');
  const [oldest = '', older = '', newest = ''] = commitsOf(github);
  return {
    ...planned,
    github,
    registry: planned.system<Registry>('oci'),
    cluster: planned.system<KubernetesPractice>('kubernetes'),
    /** What production runs, what staging runs, and what has come since. */
    commits: { production: oldest, staging: older, newest },
  };
}

export type StartedCjworkbench = Awaited<ReturnType<typeof startCjworkbench>>;
