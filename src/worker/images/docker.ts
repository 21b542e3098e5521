/** docker: its daemon builds and runs; buildx puts the image into a folder. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { listening, pairs } from './toolbox.ts';
import type { Command, Stage, Toolbox } from './toolbox.ts';
import type { Workspace } from './workspace.ts';

const command = (space: Workspace, args: readonly string[]): Command => ({
  program: 'docker',
  args,
  // With a configuration of its own it would find none of the machine's builders.
  env: { BUILDX_CONFIG: join(homedir(), '.docker', 'buildx'), ...space.env },
});

const build = (stage: Stage, space: Workspace, output: string): Command =>
  command(space, [
    'buildx',
    'build',
    '--progress=plain',
    '--pull',
    '--no-cache',
    '--provenance=false',
    `--file=${join(stage.checkout, stage.file)}`,
    ...(stage.target === undefined ? [] : [`--target=${stage.target}`]),
    ...pairs('--build-arg', { SOURCE_DATE_EPOCH: String(stage.committedAt), ...stage.args }),
    ...pairs('--label', stage.labels),
    `--output=type=${output}`,
    '--',
    join(stage.checkout, stage.context),
  ]);

export const docker = (): Toolbox => ({
  name: 'docker',
  version: { program: 'docker', args: ['version', '--format', '{{.Server.Version}}'] },
  build: (stage, space, layout) => [
    build(stage, space, layout === undefined ? 'cacheonly' : `oci,tar=false,dest=${layout}`),
  ],
  unpack: (stage, space, folder) => [build(stage, space, `local,dest=${folder}`)],
  run: (image, order, space, port) => [
    command(space, ['pull', '--quiet', '--', image.reference]),
    command(space, [
      'run',
      '--rm',
      '--init',
      ...pairs('--env', order.env),
      ...(order.type === 'http'
        ? // It has a network of its own, whose loopback nobody reaches from here.
          [...listening(order, { address: '0.0.0.0', port }), `--publish=127.0.0.1:${port}:${port}`]
        : ['--entrypoint=']),
      '--',
      image.reference,
      ...(order.type === 'http' ? [] : order.command),
    ]),
  ],
});
