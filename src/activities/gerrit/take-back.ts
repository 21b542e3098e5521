/** The way back of a change: abandoned while it is open; once merged, reverted by a change that passes the same review. */
import type { StepContext } from '../contract.ts';
import { changeChange, findChange, readChange } from './changes.ts';
import type { ChangeInfo } from './changes.ts';
import { untilMerged } from './voted.ts';
import type { Voting } from './voted.ts';

export async function takeBack(
  ctx: StepContext<'gerrit'>,
  change: ChangeInfo,
  given: Voting,
): Promise<string> {
  const key = `${ctx.key}-undo`.slice(-64);
  switch (change.status) {
    case 'ABANDONED':
      return `Change ${change._number} is abandoned: nothing to take back.`;
    case 'NEW':
      await changeChange(ctx, change._number, { verb: 'abandon', key });
      return `Abandoned change ${change._number}.`;
    case 'MERGED':
      return revert(ctx, change, given, key);
  }
}

async function revert(
  ctx: StepContext<'gerrit'>,
  change: ChangeInfo,
  given: Voting,
  key: string,
): Promise<string> {
  const query = `revertof:${change._number} project:${given.project}`;
  const had = await findChange(ctx, `look for a revert of change ${change._number}`, query);
  if (had?.status === 'MERGED')
    return `Change ${change._number} is reverted already, by change ${had._number}.`;
  const open = had?.status === 'NEW' ? had : await changeChange(ctx, change._number, { verb: 'revert', key });
  const number = open._number;
  const { current_revision: commit = '' } = await readChange(ctx, number);
  const name = `the revert, change ${number},`;
  await untilMerged({ number, commit }, ctx, given, { key, name });
  return `Reverted change ${change._number} by change ${number}.`;
}
