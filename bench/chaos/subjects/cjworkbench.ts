/** CJWorkbench: its newest commit to staging, and to production after it; and a migration of it that fails. */
import { z } from 'zod';
import { branch, repository } from '../../../src/practice/cjworkbench/options.ts';
import type { Subject, Voyage } from '../subject.ts';

const commitSchema = z.object({ sha: z.string() });

const to = (environment: string): Omit<Voyage, 'name' | 'outcome'> => ({
  environment,
  async version(world) {
    const path = `github/repos/${repository.owner}/${repository.name}/commits/${branch}`;
    return commitSchema.parse(await world.get(path)).sha.slice(0, 12);
  },
  startedBy: 'maria',
  input: {},
});

const voyages: readonly Voyage[] = [
  { ...to('staging'), name: 'staging', outcome: 'succeeded' },
  { ...to('production'), name: 'production', after: 'staging', outcome: 'succeeded' },
];

export const cjworkbench: Subject = {
  name: 'cjworkbench',
  world: 'cjworkbench',
  config: 'runbooks/practice/cjworkbench/slipway.config.ts',
  moves: 'no',
  voyages,
};

export const cjworkbenchFailing: Subject = {
  ...cjworkbench,
  world: 'cjworkbench.failing-migration',
  voyages: [{ ...to('staging'), name: 'staging-failing-migration', outcome: 'rolled-back' }],
};
