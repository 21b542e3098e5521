/** sre-test: the newest commit of master to dev, and the same image to prod after it; and an image that does not work. */
import { z } from 'zod';
import { repository } from '../../../src/practice/sre-test/options.ts';
import type { Subject, Voyage } from '../subject.ts';

const snapshotSchema = z.object({ git: z.record(z.string(), z.record(z.string(), z.string())) });

const to = (environment: string): Omit<Voyage, 'name' | 'outcome' | 'input'> => ({
  environment,
  async version(world) {
    const { git } = snapshotSchema.parse(await world.snapshot());
    return (git[repository]?.['refs/heads/master'] ?? '').slice(0, 12);
  },
  startedBy: 'maria',
});

export const sreTest: Subject = {
  name: 'sre-test',
  world: 'sre-test',
  config: 'runbooks/practice/sre-test/slipway.config.ts',
  moves: 'no',
  voyages: [
    { ...to('dev'), name: 'dev', input: {}, outcome: 'succeeded' },
    { ...to('prod'), name: 'prod', input: { rc: 'RC20260901_1200' }, after: 'dev', outcome: 'succeeded' },
  ],
};

export const sreTestFailing: Subject = {
  ...sreTest,
  world: 'sre-test.bad-image',
  voyages: [{ ...to('dev'), name: 'dev-bad-image', input: {}, outcome: 'rolled-back' }],
};
