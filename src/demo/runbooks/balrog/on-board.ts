/** Whether the board tells of Balrog what the practised cluster runs. */
import { z } from 'zod';
import type { Board } from '../../../environment/board.ts';

const workloads = z.record(z.string(), z.object({ image: z.string(), stable: z.string() }));
const snapshotSchema = z.object({
  kubernetes: z.object({ deployments: workloads, rollouts: workloads }),
});

const boardName = { 'balrog-admin': 'admin', 'balrog-agent': 'agent', 'balrog-app': 'public' } as const;

/** What is wrong. A service that is not on the board must not have been touched: it runs what `atFirst` names. */
export function balrogOnBoard({ environments }: Board, snapshot: unknown, atFirst: string): string[] {
  const { deployments, rollouts } = snapshotSchema.parse(snapshot).kubernetes;
  return environments.flatMap(({ name, services }) =>
    Object.entries(boardName).flatMap(([workload, service]) => {
      const found = { ...deployments, ...rollouts }[`balrog-${name}/${workload}`];
      const told = services.find((one) => one.name === service)?.version ?? atFirst;
      const runs = found?.stable.split(':').at(-1) ?? 'nothing';
      return runs === `v${told}`
        ? []
        : [`the board says ${service} ${told} is in ${name}, the cluster has ${runs}`];
    }),
  );
}
