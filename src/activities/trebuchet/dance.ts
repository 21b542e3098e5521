/** The commands of the dance, one after the other; a deployment that somebody else has begun is not ours to go on with. */
import type { ApplicationFailure } from '@temporalio/common';
import { fatal } from '../errors.ts';
import { twice } from '../twice.ts';
import { lastWords, shownCommand } from '../ssh/names.ts';
import type { DeployContext } from './heads.ts';
import { gitIn, notOurs } from './owner.ts';

interface Dance {
  readonly host: string;
  readonly directory: string;
  readonly owner?: string | undefined;
  readonly commit: string;
  /** `forward`: only to a commit that follows, as `git pull` would; `back`: to what was deployed before. */
  readonly how: 'forward' | 'back';
  readonly key: string;
}

/** Whose deployment is under way; what Trebuchet itself writes down names a person and no release. */
const ours = 'slipway.deployment';

export async function dance(ctx: DeployContext, what: Dance): Promise<void> {
  const { host, commit, how, key } = what;
  const run = async (command: readonly string[], stdin?: string, shown = command): Promise<Ran> => {
    ctx.heartbeat({ says: shownCommand(shown) });
    const ran = await ctx.clients.ssh.run(
      { host, command, ...(stdin === undefined ? {} : { stdin }) },
      { signal: ctx.signal, key, timeoutMs: 1_800_000 },
    );
    return { ...ran, says: lastWords(ran.log), refused: notOurs({ ...what, log: ran.log }) };
  };
  const git = (args: readonly string[], stdin?: string) => run(gitIn(what, args), stdin);
  await begin(
    ctx,
    () => run(['sh', '-c', beginning, key, ...gitIn(what, [])], undefined, gitIn(what, ['deploy', 'start'])),
    git,
    what,
  );
  const steps: readonly (readonly [readonly string[], string?])[] = [
    [['fetch', '--quiet', 'origin']],
    [how === 'forward' ? ['merge', '--quiet', '--ff-only', commit] : ['reset', '--quiet', '--keep', commit]],
    [['submodule', '--quiet', 'update', '--init', '--recursive']],
    // It asks after fetching and after checking out whether to go on; what came of it is seen on the hosts themselves.
    [['deploy', 'sync'], 'y\ny\n'],
  ];
  for (const [args, stdin] of steps) {
    const { code, says, refused } = await git(args, stdin);
    if (code === 0) continue;
    await git(['deploy', 'abort']);
    await git(['config', '--local', '--unset-all', ours]);
    if (refused !== undefined) throw refused;
    throw fatal(
      'failed',
      `On ${host}, git ${args.join(' ')} ended with ${code}: ${says || 'it said nothing'}`,
    );
  }
  await git(['config', '--local', '--unset-all', ours]);
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly says: string;
  /** That the checkout is somebody else's. */
  readonly refused: ApplicationFailure | undefined;
}

/**
 * One command, so that nothing can come between the beginning and the word whose it is: a worker that dies, a connection that is lost.
 * `$0` is the key, the rest is git.
 */
const beginning = `"$@" deploy start && { "$@" config --local ${ours} "$0" || { "$@" deploy abort; exit 1; }; }`;

async function begin(
  ctx: DeployContext,
  start: () => Promise<Ran>,
  git: (args: readonly string[]) => Promise<Ran>,
  { host, directory, key }: Dance,
): Promise<void> {
  const { code, says, refused } = await start();
  if (code === 0) return;
  if (refused !== undefined) throw refused;
  // An attempt before this one may have begun it, or be about to on the host, though its worker is lost.
  const isOurs = async () => (await git(['config', '--local', '--get', ours])).stdout.trim() === key;
  if (await twice(ctx, isOurs, (ours) => ours)) return;
  throw fatal(
    'conflict',
    `git deploy start in ${directory} on ${host} ended with ${code}: ${says || 'it said nothing'}`,
    'Somebody’s deployment may be under way there. Talk to them, or end it with `git deploy abort`; then retry.',
  );
}
