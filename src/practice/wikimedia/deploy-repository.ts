/** The deploy repository: the source as a submodule, and the modules that were built for it. */
import type { GitRepositorySeed } from '../git/index.ts';
import { deployProject } from './options.ts';

export const deploySeed = (source: string): GitRepositorySeed => ({
  name: deployProject,
  commits: [
    {
      message: `Update mathoid to ${source}`,
      branch: 'master',
      files: {
        '.gitmodules': '[submodule "src"]\n\tpath = src\n\turl = ../../mathoid\n',
        'node_modules/formula/index.js': "exports.render = (text) => '<math>' + text + ' as text</math>';\n",
      },
      submodules: { src: source },
    },
  ],
});
