/** Which program this worker builds images with: the one that the configuration names, or the first that is there and works. */
import { tmpdir } from 'node:os';
import { ApplicationFailure } from '@temporalio/common';
import { fatal } from '../../activities/errors.ts';
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

export async function findTool(config: BuilderConfig, signal: AbortSignal): Promise<FoundTool> {
  const wanted: readonly Tool[] = config.tool === 'auto' ? tools : [config.tool];
  const why: string[] = [];
  for (const tool of wanted) {
    const found = await tryTool(tool, config, signal);
    if ('toolbox' in found) return found;
    why.push(found.why);
  }
  throw fatal(
    'config-invalid',
    `This worker can't build images: ${why.join('; ')}.`,
    'Install buildah on the worker (apt-get install buildah), or let it reach a docker daemon or BuildKit; then retry.',
  );
}

async function tryTool(
  tool: Tool,
  config: BuilderConfig,
  signal: AbortSignal,
): Promise<FoundTool | { why: string }> {
  const toolbox = toolboxOf(tool, config);
  const { program, args } = toolbox.version;
  try {
    const { code, log } = await runProgram(program, args, { cwd: tmpdir(), signal, timeoutMs: 20_000 });
    const says = log.trim().split('\n')[0] ?? '';
    return code === 0 ? { toolbox, version: says } : { why: `${tool}: ${says.slice(0, 200)}` };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { why: `${tool} is not there` };
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
