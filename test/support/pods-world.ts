/** A small cluster with everything that has pods: a Deployment, a singleton, a StatefulSet with one stuck pod, and programs. */
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import type { ProgramEnd, ProgramRun, Programs } from '../../src/practice/kubernetes/index.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { clusterCase } from './case-world.ts';
import type { CaseWorld } from './conformance.ts';
import { startPracticeSystem } from './practice-system.ts';

const diagnose = ({ command, annotations }: ProgramRun): ProgramEnd => {
  switch (command[0]) {
    case 'diagnose':
      return { exitCode: 0, stdout: annotations['stuck'] === undefined ? 'all is well\n' : 'stuck: 3\n' };
    case 'long':
      return { exitCode: 0, stdout: Array.from({ length: 5000 }, (_, at) => `found ${at + 1}\n`).join('') };
    default:
      return { exitCode: 3, stdout: '', stderr: `no such command: ${command.join(' ')}\n` };
  }
};

/** Counts how often it was run; `fail` fails. */
const count = ({ command, kept }: ProgramRun): ProgramEnd => {
  if (command.includes('fail')) return { exitCode: 2, stdout: 'begun\n', stderr: 'Error: it broke\n' };
  const runs = Number(kept['runs'] ?? 0) + 1;
  return { exitCode: 0, stdout: `begun\nrun ${runs}\n`, keeps: { ...kept, runs } };
};

const programs: Programs = { job: count, exec: diagnose };

/** What the configuration has, by name. */
export const secretValues = {
  'payment-key': 'the-key-of-payment',
  'signing-key': 'the-key-of-signing',
} as const;

export async function startPods(pace = 0.01) {
  const started = await startPracticeSystem(
    kubernetesPractice({
      programs,
      workloads: {
        shop: [
          {
            kind: 'Deployment',
            name: 'web',
            image: 'example.com/web:1',
            replicas: 3,
            progressDeadlineSeconds: 10,
          },
          {
            kind: 'Deployment',
            name: 'cron',
            image: 'example.com/cron:1',
            replicas: 1,
            replaces: 'Recreate',
            progressDeadlineSeconds: 10,
          },
          {
            kind: 'StatefulSet',
            name: 'queue',
            image: 'example.com/queue:1',
            replicas: 3,
            annotatedPods: { 'queue-1': { stuck: 'yes' } },
          },
        ],
      },
    }),
    { pace },
  );
  const client = createKubernetesClient({
    server: `${started.url}/kubernetes`,
    token: practiceToken,
    secretOf: (name) => (name in secretValues ? secretValues[name as keyof typeof secretValues] : undefined),
  });
  return { ...started, client };
}
export type StartedPods = Awaited<ReturnType<typeof startPods>>;

export async function podsWorld(pace: number): Promise<CaseWorld> {
  const started = await startPods(pace);
  return clusterCase(started, { kubernetes: started.client });
}
