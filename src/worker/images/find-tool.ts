/** Which program this worker builds images with: the one that the configuration names, or the first that is there and works. */
import { tmpdir } from 'node:os';
import { ApplicationFailure } from '@temporalio/common';
import { fatal } from '../../activities/errors.ts';
import type { ImageTask } from '../../activities/oci/builder.ts';
import type { BuilderConfig } from '../config-systems.ts';
import { runProgram } from '../run-program.ts';
import { buildah } from './buildah.ts';
import { buildkit } from './buildkit.ts';
import { docker } from './docker.ts';
import type { Toolbox } from './toolbox.ts';

const tools = ['buildah', 'docker', 'buildkit'] as const;
type Tool = (typeof tools)[number];

export interface FoundTool {
  readonly toolbox: Toolbox;
  readonly version: string;
}

/** The first that is there and can do that. */
export async function findTool(
  config: BuilderConfig,
  task: ImageTask,
  signal: AbortSignal,
): Promise<FoundTool> {
  const wanted: readonly Tool[] = config.tool === 'auto' ? tools : [config.tool];
  const why: string[] = [];
  for (const tool of wanted) {
    const found = await tryTool(toolboxOf(tool, config), task, signal);
    if ('toolbox' in found) return found;
    why.push(`${tool}: ${found.why}`);
  }
  throw task === 'run'
    ? fatal(
        'config-invalid',
        `This worker can't run images: ${why.join('; ')}.`,
        'Install buildah on the worker (apt-get install buildah) or let it reach a docker daemon, and have `builder.tool` name that one, or `auto`; then retry.',
      )
    : fatal(
        'config-invalid',
        `This worker can't build images: ${why.join('; ')}.`,
        'Install buildah on the worker (apt-get install buildah), or let it reach a docker daemon or BuildKit; then retry.',
      );
}

async function tryTool(
  toolbox: Toolbox,
  task: ImageTask,
  signal: AbortSignal,
): Promise<FoundTool | { why: string }> {
  const { program, args, env = {} } = toolbox.version;
  const ask = (asked: readonly string[]) =>
    runProgram(program, asked, { cwd: tmpdir(), env, signal, timeoutMs: 20_000 });
  try {
    const { code, log } = await ask(args);
    const says = (log.trim().split('\n')[0] ?? '').slice(0, 200);
    if (code !== 0) return { why: says };
    const why = await toolbox.lacks(task, ask);
    return why === undefined ? { toolbox, version: says } : { why };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { why: error.nonRetryable === true ? 'it is not there' : error.message };
  }
}

function toolboxOf(tool: Tool, config: BuilderConfig): Toolbox {
  switch (tool) {
    case 'buildah':
      return buildah(config);
    case 'docker':
      return docker();
    case 'buildkit':
      return buildkit();
  }
}
