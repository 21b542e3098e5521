/** sre-test: the newest commit of master to dev, and the same image to prod after it; prod's way back; and an image that does not work. */
import { z } from 'zod';
import type { Deployment } from '../../../src/environment/deployment.ts';
import { earlierRelease, image, repository } from '../../../src/practice/sre-test/options.ts';
import type { Subject, Voyage } from '../subject.ts';
import type { WorldApi } from '../world-api.ts';

const byName = z.record(z.string(), z.record(z.string(), z.string()));
const snapshotSchema = z.object({ git: byName, oci: byName });

const newest = 'refs/heads/master';
const earlier = `refs/tags/${earlierRelease}`;

/** The commit that a ref names, and its image. */
async function builtOf(world: WorldApi, ref: string): Promise<Deployment> {
  const { git, oci } = snapshotSchema.parse(await world.snapshot());
  const commit = git[repository]?.[ref] ?? '';
  return {
    service: 'birthday-app',
    version: commit.slice(0, 12),
    commit,
    digest: oci[image]?.[commit],
  };
}

const versionOf = async (world: WorldApi, ref: string): Promise<string> =>
  (await builtOf(world, ref)).version;

const to = (environment: string): Omit<Voyage, 'name' | 'outcome' | 'input'> => ({
  environment,
  version: (world) => versionOf(world, newest),
  startedBy: 'maria',
});

/** What went to prod is brought back from there: by digest, its branch forced with lease, and prod held afterwards. */
const backInProd: Voyage = {
  ...to('prod'),
  name: 'prod-back',
  version: (world) => versionOf(world, earlier),
  input: {},
  after: 'prod',
  course: { type: 'rollback', reason: 'Ages are wrong', acknowledged: [] },
  ledger: (world) => Promise.all([earlier, newest].map((ref) => builtOf(world, ref))),
  outcome: 'succeeded',
};

export const sreTest: Subject = {
  name: 'sre-test',
  world: 'sre-test',
  config: 'runbooks/practice/sre-test/slipway.config.ts',
  moves: 'no',
  voyages: [
    { ...to('dev'), name: 'dev', input: {}, outcome: 'succeeded' },
    { ...to('prod'), name: 'prod', input: { rc: 'RC20260901_1200' }, after: 'dev', outcome: 'succeeded' },
    backInProd,
  ],
};

export const sreTestFailing: Subject = {
  ...sreTest,
  world: 'sre-test.bad-image',
  voyages: [{ ...to('dev'), name: 'dev-bad-image', input: {}, outcome: 'rolled-back' }],
};
