/** Builds and runs images for the steps: a checkout, a program, a registry, each piece of work in a folder of its own. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient } from '../../activities/clients.ts';
import { fatal, retryLater } from '../../activities/errors.ts';
import type { BuildOrder, BuildWork, ImageBuilder } from '../../activities/oci/builder.ts';
import type { BuilderConfig } from '../config-systems.ts';
import { checkOut } from '../git/checkout.ts';
import type { GitServer } from '../git/git-client.ts';
import { permit } from '../http-client.ts';
import type { Access } from '../http-client.ts';
import { mustStayWithin } from '../real-place.ts';
import { runProgram } from '../run-program.ts';
import { scrub } from '../secrets.ts';
import { findTool } from './find-tool.ts';
import { pushLayout } from './push-layout.ts';
import { tryImage } from './try-image.ts';
import type { Command, Stage } from './toolbox.ts';
import { lackingRanges, manyUsers } from './user-ranges.ts';
import { inWorkspace } from './workspace.ts';
import type { RegistryAccess, Workspace } from './workspace.ts';

export interface BuilderOptions {
  readonly config: BuilderConfig;
  readonly access: Access;
  /** Asked for when something is to be checked out. */
  git(): GitServer;
  readonly registry: RegistryAccess;
  /** The registry's client, for as long as a large layer takes. */
  readonly oci: HttpClient;
}

export function createImageBuilder({ config, access, git, registry, oci }: BuilderOptions): ImageBuilder {
  /** Checks the commit out and builds; `commands` tells the program what is to become of it. */
  async function build(
    order: BuildOrder,
    work: BuildWork,
    space: Workspace,
    commands: (stage: Stage) => readonly Command[],
  ): Promise<string> {
    const checkout = join(space.dir, 'checkout');
    await mkdir(checkout);
    const committedAt = await checkOut(
      git(),
      { repository: order.source, commit: order.commit, into: checkout },
      work.signal,
    );
    for (const path of [order.context, order.file])
      await mustStayWithin(checkout, path, `${order.commit.slice(0, 12)} of ${order.source}`);
    let said = '';
    for (const command of commands({ ...order, checkout, committedAt, labels: {} }))
      said =
        (await must(command, space, work, `build ${order.commit.slice(0, 12)} of ${order.source}`)) || said;
    return said;
  }

  return {
    async tool(task, signal) {
      const { toolbox, version } = await findTool(config, task, signal);
      return `${toolbox.name} (${version})`;
    },

    async shortcomings(signal) {
      const { toolbox } = await findTool(config, 'image', signal);
      return toolbox.name === 'buildah' ? lackingRanges() : [];
    },

    async tryStage(order, work) {
      permit(access, 'POST', 'a test of a commit');
      const { toolbox } = await findTool(config, 'stage', work.signal);
      return inWorkspace(registry, (space) =>
        build(order, work, space, (stage) => toolbox.build(stage, space, undefined)),
      );
    },

    async unpackStage(order, folder, work) {
      permit(access, 'POST', 'a build of a commit');
      const { toolbox } = await findTool(config, 'stage', work.signal);
      await inWorkspace(registry, (space) =>
        build(order, work, space, (stage) => toolbox.unpack(stage, space, folder)),
      );
    },

    async publish(order, work) {
      const { repository, tag, labels } = order;
      permit(access, 'PUT', `${oci.baseUrl}/v2/${repository}/manifests/${tag}`);
      const { toolbox } = await findTool(config, 'image', work.signal);
      return inWorkspace(registry, async (space) => {
        const layout = join(space.dir, 'layout');
        await mkdir(layout);
        await build(order, work, space, (stage) => toolbox.build({ ...stage, labels }, space, layout));
        work.progress(`pushing ${repository}:${tag}`);
        return pushLayout(oci, layout, { repository, tag, key: work.key, signal: work.signal });
      });
    },

    async run(order, work) {
      permit(access, 'POST', 'a run of an image');
      const { toolbox } = await findTool(config, 'run', work.signal);
      return inWorkspace(registry, (space) =>
        tryImage({ toolbox, space, oci, host: new URL(registry.url).host, must }, order, work),
      );
    },
  };
}

/** The program's own last error, when the way to a registry is at fault. */
const passing =
  /connection refused|connection reset|i\/o timeout|TLS handshake|no such host|temporary failure|unexpected EOF|too many requests|50[0234] /i;
const atRegistry = /registry|manifest|docker:\/\/|source metadata|\bpull|\bblob|failed to do request/i;
/** What ran in a stage: its own words may be about anything. */
const inStage = /while running runtime|did not complete successfully|exit (status|code)/i;

/** Whether trying again may help. What a test or a build says of its own connections is no reason to: it is what it was given that failed. */
export function isPassing(log: string): boolean {
  const own = log.split('\n').findLast((line) => /^(time="[^"]*" level=\w+ msg=")?error:/i.test(line.trim()));
  return own !== undefined && atRegistry.test(own) && passing.test(own) && !inStage.test(own);
}

/** Ends with the last lines of what it said. */
export async function must(
  command: Command,
  space: Workspace,
  work: BuildWork,
  doing: string,
): Promise<string> {
  const { program, args, env = space.env } = command;
  const { code, log } = await runProgram(program, args, {
    cwd: space.dir,
    env,
    signal: work.signal,
    line: (text) => work.progress(scrub(text)),
  });
  const says = lastLines(log);
  if (code === 0) return says;
  const users = manyUsers(log);
  if (users !== undefined) throw fatal('config-invalid', `Could not ${doing}: ${users.says}`, users.remedy);
  if (isPassing(says)) throw retryLater('unavailable', `Could not ${doing}: ${says}`);
  throw fatal('failed', `Could not ${doing}: ${program} ended with ${code}. It said last:\n${says}`);
}

/** Enough to see why; a release does not hold whole logs. */
const mostChars = 3000;
export const lastLines = (log: string): string => scrub(log).trim().slice(-mostChars);
