/** Links in what a stranger has committed or built: none of them brings the worker's own files into an image or a commit. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOrder, ImageBuilder } from '../../src/activities/oci/builder.ts';
import { git } from '../../src/practice/git/seed.ts';
import { defaultBuilder } from '../../src/worker/config-systems.ts';
import { createGitClient } from '../../src/worker/git/git-client.ts';
import { createImageBuilder } from '../../src/worker/images/builder.ts';
import { createOciClient } from '../../src/worker/oci-client.ts';
import { describeWith } from '../support/describe-with.ts';
import { failureOf } from '../support/attempt.ts';
import { newest, project, source, startGerrit } from '../support/gerrit.ts';
import { describeWithGit, gitAlone, login, repository, shas } from '../support/real-parts.ts';
import type { RealParts } from '../support/real-parts.ts';

const work = { signal: new AbortController().signal, progress: () => undefined };

describeWith('git', 'buildah')('an image', () => {
  let parts: RealParts;
  beforeAll(async () => {
    parts = await gitAlone();
  });
  afterAll(() => parts.stop());

  /** A commit that holds one link besides. */
  function linked(name: string, target: string): string {
    const dir = join(parts.world.dir, 'git', repository);
    const blob = git(dir, ['hash-object', '-w', '--stdin'], Buffer.from(target));
    const tree = git(dir, ['mktree'], Buffer.from(`120000 blob ${blob}\t${name}\n`));
    const person = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
    const commit = git(dir, [...person, 'commit-tree', tree, '-p', shas.second, '-m', 'A link']);
    git(dir, ['update-ref', `refs/heads/${name}`, commit]);
    return commit;
  }

  function building(order: Pick<BuildOrder, 'commit' | 'context' | 'file'>): Promise<string> {
    const url = 'http://127.0.0.1:1';
    const builder = createImageBuilder({
      config: { ...defaultBuilder, tool: 'buildah' },
      access: 'full',
      git: () => ({ url: `${parts.url}/git`, access: 'full', login: () => login }),
      registry: { url },
      oci: createOciClient(url),
    });
    return builder.tryStage({ source: repository, args: {}, ...order }, work);
  }

  test.each([
    { name: 'its build file', at: 'file' as const, target: '../docker/config.json' },
    { name: 'its context', at: 'context' as const, target: '../docker' },
  ])('is not built where $name leads out of the commit', async ({ at, target }) => {
    const order = { context: '.', file: 'Dockerfile', commit: linked(`link-${at}`, target) };
    const failure = await failureOf(building({ ...order, [at]: `link-${at}` }));
    expect([failure.type, failure.message]).toEqual([
      'refused',
      expect.stringMatching(/^link-\S+ of [0-9a-f]{12} of team\/app is a link that leads out of it/),
    ]);
  });
});

describeWithGit('a commit', () => {
  test('takes no folder that a build has linked to the worker’s own', async () => {
    const world = await startGerrit();
    try {
      const builder: Pick<ImageBuilder, 'unpackStage'> = {
        unpackStage: (_, folder) => Promise.resolve(symlinkSync(import.meta.dirname, join(folder, 'out'))),
      };
      const client = createGitClient(
        {
          url: `${world.started.url}/gerrit/a`,
          access: 'full',
          login: () => ({ username: 'slipway-bot', password: 'practice-cluster' }),
        },
        () => builder as ImageBuilder,
      );
      const build = { source, commit: newest, context: '.', file: 'Dockerfile', args: {} };
      const committing = client.commitSubmodule(
        project,
        {
          branch: 'master',
          submodule: { path: 'src', commit: newest },
          folder: { path: 'modules', from: 'out', build },
          message: 'Update',
          author: { name: 'A', email: 'a@example.com' },
          onto: 'sandbox/linked',
        },
        { ...work, key: 'key-1' },
      );
      const failure = await failureOf(committing);
      expect([failure.type, failure.message]).toEqual([
        'refused',
        expect.stringContaining('out of the build of'),
      ]);
      expect(Object.keys(world.refs())).not.toContain('refs/heads/sandbox/linked');
    } finally {
      await world.started.stop();
    }
  });
});
