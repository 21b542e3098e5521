/** buildah: no daemon, no rights; storage and credentials in the work's own folder. */
import { join } from 'node:path';
import type { BuilderConfig } from '../config-systems.ts';
import { listening, pairs } from './toolbox.ts';
import type { Command, Stage, Toolbox } from './toolbox.ts';
import type { Workspace } from './workspace.ts';

export function buildah({
  isolation,
  storageDriver,
}: Pick<BuilderConfig, 'isolation' | 'storageDriver'>): Toolbox {
  const command = (space: Workspace, args: readonly string[]): Command => ({
    program: 'buildah',
    args: [
      `--root=${join(space.dir, 'storage')}`,
      `--runroot=${join(space.dir, 'run')}`,
      `--storage-driver=${storageDriver}`,
      ...args,
    ],
    env: { ...space.env, BUILDAH_ISOLATION: isolation },
  });
  const build = (stage: Stage, space: Workspace, options: readonly string[]): Command =>
    command(space, [
      'build',
      '--format=oci',
      '--layers=false',
      `--isolation=${isolation}`,
      `--file=${join(stage.checkout, stage.file)}`,
      `--timestamp=${stage.committedAt}`,
      ...options,
      ...(stage.target === undefined ? [] : [`--target=${stage.target}`]),
      ...pairs('--build-arg', stage.args),
      ...pairs('--label', stage.labels),
      '--',
      join(stage.checkout, stage.context),
    ]);
  return {
    name: 'buildah',
    version: { program: 'buildah', args: ['--version'] },
    lacks: async () => undefined,
    build: (stage, space, layout) => [
      build(stage, space, ['--tag=slipway-built']),
      ...(layout === undefined
        ? []
        : [command(space, ['push', '--quiet', '--', 'slipway-built', `oci:${layout}:built`])]),
    ],
    unpack: (stage, space, folder) => [build(stage, space, [`--output=type=local,dest=${folder}`])],
    run: (image, order, space, port) => [
      command(space, ['from', '--quiet', '--name=slipway-tried', '--', image.reference]),
      command(space, [
        'run',
        `--isolation=${isolation}`,
        ...pairs('--env', order.env),
        ...(order.type === 'http' ? listening(order, { address: '127.0.0.1', port }) : []),
        '--',
        'slipway-tried',
        ...(order.type === 'http' ? [...image.entrypoint, ...image.command] : order.command),
      ]),
    ],
  };
}
