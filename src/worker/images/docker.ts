/** docker: its daemon builds and runs; buildx puts the image into a folder. */
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { ImageTask } from '../../activities/oci/builder.ts';
import { listening, pairs } from './toolbox.ts';
import type { AskTool, Command, Stage, Toolbox } from './toolbox.ts';
import type { Workspace } from './workspace.ts';

/** With a configuration of its own it would find none of the machine's builders. */
const builders = { BUILDX_CONFIG: join(homedir(), '.docker', 'buildx') };

const command = (space: Workspace, args: readonly string[]): Command => ({
  program: 'docker',
  args,
  env: { ...builders, ...space.env },
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
  version: {
    program: 'docker',
    args: ['version', '--format', '{{.Server.Version}}'],
    env: { ...builders, HOME: homedir() },
  },
  build: (stage, space, layout) => [
    build(
      stage,
      space,
      layout === undefined ? 'cacheonly' : `oci,tar=false,rewrite-timestamp=true,dest=${layout}`,
    ),
  ],
  unpack: (stage, space, folder) => [build(stage, space, `local,dest=${folder}`)],
  lacks,
  run: (image, order, space, port) => [
    command(space, ['pull', '--quiet', '--', image.reference]),
    command(space, [
      'run',
      '--rm',
      '--init',
      `--name=${nameIn(space)}`,
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
  // A container outlives the command that runs it where it does not heed that it is asked to end.
  clear: (space) => [command(space, ['rm', '--force', '--volumes', '--', nameIn(space)])],
});

/** The work's own. */
const nameIn = ({ dir }: Workspace): string => basename(dir);

/** The builder that stands for the daemon itself writes no folder of the OCI, unless the daemon keeps its images in containerd. */
async function lacks(task: ImageTask, ask: AskTool): Promise<string | undefined> {
  if (task === 'run') return undefined;
  const { code, log } = await ask(['buildx', 'inspect']);
  if (code !== 0)
    return `it has no buildx builder that works: ${log.trim().split('\n')[0]?.slice(0, 200) ?? ''}`;
  const isDaemon = /^Driver:\s*docker\s*$/m.test(log);
  const keepsInContainerd = log.includes('org.mobyproject.buildkit.worker.snapshotter');
  if (task === 'stage' || !isDaemon || keepsInContainerd) return undefined;
  return (
    'its builder is the daemon itself, which can’t write an image into a folder; make another one ' +
    '(docker buildx create --driver docker-container --use), or turn on the daemon’s containerd image store'
  );
}
