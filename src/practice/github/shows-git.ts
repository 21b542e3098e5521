/** A practice GitHub that shows what is pushed to a practice git server: its commits alone, without their files. */
import type { PracticeGit } from '../git/index.ts';
import type { World } from '../world.ts';
import { practiceGithub } from './system.ts';
import type { PracticeGithub } from './system.ts';

/** `repository`: owner/name, as both call it. */
export function githubOfGit(world: World, git: PracticeGit, repository: string): PracticeGithub {
  const [owner = '', name = ''] = repository.split('/');
  const github = practiceGithub({ repositories: [{ owner, name, commits: [] }] })(world);
  /** The refs that it has looked at. */
  let seen = '';
  function look(): void {
    const refs = JSON.stringify(git.refs(repository));
    if (refs === seen) return;
    seen = refs;
    const commits = git.commits(repository);
    github.meddle(({ repositories: { [repository]: draft } }) => {
      for (const { sha, parents, at, subject } of commits)
        if (draft !== undefined)
          draft.commits[sha] ??= {
            sha,
            parents: [...parents],
            at,
            message: subject,
            tree: {},
            author: 'practice',
          };
    });
  }
  return {
    ...github,
    async routes(app, options) {
      app.addHook('onRequest', async () => look());
      await github.routes(app, options);
    },
  };
}
