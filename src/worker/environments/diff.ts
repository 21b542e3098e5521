/** What lies between what runs in two environments: commits, their authors and pull requests, by the environment's GitHub. */
import { Context } from '@temporalio/activity';
import { guarded } from '../../activities/guarded.ts';
import type { Diff, DiffCall, DiffCommit, DiffRange } from '../../environment/diff.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import { namesOf } from './board.ts';
import type { BoardOptions } from './board.ts';
import { compared, pullsOf } from './commits.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export type DiffOptions = Pick<BoardOptions, 'config' | 'environments' | 'clientsOf' | 'scrub'>;

export const readDiff =
  (options: DiffOptions) =>
  ({ from, to }: DiffCall): Promise<Diff> =>
    guarded(options, async () => {
      namesOf(options.config, [from, to]);
      const signal = Context.current().cancellationSignal;
      const [left, right] = await Promise.all(
        [from, to].map(async (name) => (await options.environments.read(name, signal))?.current ?? []),
      );
      const pairs = pairsOf(left ?? [], right ?? []);
      const ranges = new Map<string, Range>();
      for (const { name, a, b } of pairs) {
        const range = rangeOf(a, b);
        if (range === undefined) continue;
        const key = `${range.repository} ${range.from} ${range.to}`;
        const known = ranges.get(key) ?? { ...range, services: [] };
        ranges.set(key, { ...known, services: [...known.services, name] });
      }
      return {
        from,
        to,
        services: pairs.map(shownPair),
        ranges: await Promise.all([...ranges.values()].map((range) => between(options, from, range, signal))),
      };
    });

interface Pair {
  readonly name: string;
  readonly a: LedgerEntry | undefined;
  readonly b: LedgerEntry | undefined;
}

function pairsOf(left: readonly LedgerEntry[], right: readonly LedgerEntry[]): readonly Pair[] {
  const names = [...new Set([...left, ...right].map(({ service }) => service))].sort();
  return names.map((name) => ({
    name,
    a: left.find(({ service }) => service === name),
    b: right.find(({ service }) => service === name),
  }));
}

type Range = Pick<DiffRange, 'repository' | 'from' | 'to' | 'services'>;

function rangeOf(
  a: LedgerEntry | undefined,
  b: LedgerEntry | undefined,
): Omit<Range, 'services'> | undefined {
  if (a?.commit === undefined || b?.commit === undefined || a.commit === b.commit) return undefined;
  if (a.repository === undefined || a.repository !== b.repository) return undefined;
  return { repository: a.repository, from: a.commit, to: b.commit };
}

function shownPair({ name, a, b }: Pair): Diff['services'][number] {
  const side = (entry: LedgerEntry | undefined) =>
    entry === undefined ? null : { version: entry.version, commit: entry.commit ?? null };
  const base = { name, from: side(a), to: side(b) };
  if (a === undefined || b === undefined)
    return { ...base, state: 'differs', says: 'is recorded in one of them only' };
  const alike = a.commit !== undefined && a.commit === b.commit;
  if (a.version === b.version && a.digest !== undefined && b.digest !== undefined && a.digest !== b.digest)
    return { ...base, state: 'differs', says: `has the same version and another digest` };
  if (alike || (a.version === b.version && (a.commit === undefined || b.commit === undefined)))
    return { ...base, state: 'same', says: alike ? 'was built of the same commit' : 'has the same version' };
  if (rangeOf(a, b) !== undefined) return { ...base, state: 'differs', says: 'was built of another commit' };
  return {
    ...base,
    state: 'unknown',
    says: 'the record doesn’t name commits of one repository for both',
  };
}

async function between(
  { clientsOf, scrub }: DiffOptions,
  environment: string,
  range: Range,
  signal: AbortSignal,
): Promise<DiffRange> {
  const { repository, from, to } = range;
  const none = { ...range, onlyInFrom: [], onlyInTo: [], more: 0, url: null };
  try {
    const { github } = clientsOf(environment);
    const forth = await compared(github, { repository, base: to, head: from }, signal);
    if (forth === undefined)
      return {
        ...none,
        problem: `${repository} doesn’t know both commits, or the credential may not see it`,
      };
    const back =
      forth.behind === 0 ? undefined : await compared(github, { repository, base: from, head: to }, signal);
    const withPulls = (commits: readonly DiffCommit[] = []) =>
      Promise.all(inBatches(commits, (one) => pulled(github, repository, one, signal)));
    const onlyInFrom = await withPulls(forth.commits);
    const onlyInTo = await withPulls(back?.commits);
    const more = forth.ahead + (back?.ahead ?? 0) - onlyInFrom.length - onlyInTo.length;
    return { ...range, onlyInFrom, onlyInTo, more, url: forth.url, problem: null };
  } catch (error) {
    signal.throwIfAborted();
    return { ...none, problem: scrub(reasonOf(error)) };
  }
}

/** Pull requests are asked for one by one: so many of the newest. */
const mostAsked = 60;
const atOnce = 6;

/** Not more than a few requests at a time. */
function inBatches<T>(items: readonly T[], work: (item: T) => Promise<T>): Promise<T>[] {
  const results: Promise<T>[] = [];
  items.forEach((item, index) => {
    const before = results[index - atOnce] ?? Promise.resolve();
    results.push(index < mostAsked ? before.then(() => work(item)) : Promise.resolve(item));
  });
  return results;
}

const pulled = async (
  github: Parameters<typeof pullsOf>[0],
  repository: string,
  commit: DiffCommit,
  signal: AbortSignal,
): Promise<DiffCommit> => ({ ...commit, pulls: await pullsOf(github, repository, commit.sha, signal) });
