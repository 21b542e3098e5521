/** BuildKit by its own command line: it builds, and runs nothing. */
import { dirname, basename, join } from 'node:path';
import type { Command, Stage, Toolbox } from './toolbox.ts';
import type { Workspace } from './workspace.ts';

function build(stage: Stage, space: Workspace, output: readonly string[]): Command {
  const file = join(stage.checkout, stage.file);
  return {
    program: 'buildctl',
    args: [
      'build',
      '--progress=plain',
      '--no-cache',
      '--frontend=dockerfile.v0',
      `--local=context=${join(stage.checkout, stage.context)}`,
      `--local=dockerfile=${dirname(file)}`,
      `--opt=filename=${basename(file)}`,
      ...(stage.target === undefined ? [] : [`--opt=target=${stage.target}`]),
      `--opt=build-arg:SOURCE_DATE_EPOCH=${stage.committedAt}`,
      ...Object.entries(stage.args).map(([name, value]) => `--opt=build-arg:${name}=${value}`),
      ...Object.entries(stage.labels).map(([name, value]) => `--opt=label:${name}=${value}`),
      ...output,
    ],
    env: space.env,
  };
}

export const buildkit = (): Toolbox => ({
  name: 'buildkit',
  version: { program: 'buildctl', args: ['debug', 'workers'] },
  lacks: async (task) => (task === 'run' ? 'it builds images and runs none' : undefined),
  build: (stage, space, layout) => [
    build(
      stage,
      space,
      layout === undefined ? [] : [`--output=type=oci,tar=false,rewrite-timestamp=true,dest=${layout}`],
    ),
  ],
  unpack: (stage, space, folder) => [build(stage, space, [`--output=type=local,dest=${folder}`])],
});
