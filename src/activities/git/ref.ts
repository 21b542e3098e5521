/** What all git steps do: look where a ref is, move it with a lease on where it was seen, and put it back with a lease on where it was moved. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import type { RefValue } from './client.ts';
import { short } from './names.ts';

export type GitContext = Pick<StepContext<'git'>, 'clients' | 'signal' | 'key'>;

export interface RefPlace {
  readonly repository: string;
  /** In full. */
  readonly ref: string;
}

export const placeName = ({ repository, ref }: RefPlace): string =>
  `${ref.startsWith('refs/tags/') ? 'the tag' : 'the branch'} ${ref.replace(/^refs\/(heads|tags)\//, '')} of ${repository}`;

/** Where the ref is; null where there is none. */
export async function readRef(
  { clients: { git }, signal }: GitContext,
  { repository, ref }: RefPlace,
): Promise<RefValue | null> {
  return (await git.refs(repository, { signal })).get(ref) ?? null;
}

export const moveRef = (
  { clients: { git }, signal, key }: GitContext,
  { repository, ref }: RefPlace,
  move: { readonly from: string | null; readonly to: string | null },
): Promise<void> => git.push(repository, { ref, ...move }, { signal, key });

/** Only if it still is where the step had moved it: whoever has moved it since must not lose that. */
export async function putRefBack(
  ctx: GitContext,
  place: RefPlace,
  { from, to }: { readonly from: string | null; readonly to: string },
): Promise<string> {
  const now = await readRef(ctx, place);
  const what = placeName(place);
  const object = now?.object ?? null;
  if (object === from) return `${capital(what)} is ${where(from)}: nothing to put back.`;
  if (now?.commit !== to)
    throw fatal(
      'undo-failed',
      `${capital(what)} was moved since, it is ${where(now?.commit ?? null)}; it was ${where(from)} before the release.`,
    );
  await moveRef({ ...ctx, key: `${ctx.key}-undo`.slice(-64) }, place, { from: object, to: from });
  return from === null ? `Deleted ${what}.` : `Put ${what} back to ${short(from)}.`;
}

export const where = (commit: string | null): string =>
  commit === null ? 'not there' : `at ${short(commit)}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
