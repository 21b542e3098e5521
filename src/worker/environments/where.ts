/** How far a commit, a version or a digest has come: by the record, and for commits by what GitHub says contains them. */
import { Context } from '@temporalio/activity';
import { guarded } from '../../activities/guarded.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import type { Where, WhereCall, WhereService } from '../../environment/where.ts';
import type { DiffOptions } from './diff.ts';
import { compared } from './commits.ts';
import { short } from './drift/states.ts';
import { memo } from '../memo.ts';
import { pastOf } from './known.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

interface Place {
  readonly name: string;
  readonly title: string;
  readonly current: readonly LedgerEntry[];
  /** Newest first. */
  readonly past: readonly LedgerEntry[];
}

export const readWhere =
  (options: DiffOptions) =>
  ({ what: asked }: WhereCall): Promise<Where> =>
    guarded(options, async () => {
      const signal = Context.current().cancellationSignal;
      const { environments, config } = options;
      const places: readonly Place[] = await Promise.all(
        Object.entries(config.environments).map(async ([name, { title = name }]) => ({
          name,
          title,
          current: (await environments.read(name, signal))?.current ?? [],
          past: await pastOf(name, { environments, signal }),
        })),
      );
      const sought = soughtIn(
        asked,
        places.flatMap(({ past }) => past),
      );
      const within = containment(options, signal);
      return {
        what: asked,
        kind: sought.kind,
        environments: await Promise.all(
          places.map(async (place) => ({
            name: place.name,
            title: place.title,
            services: await Promise.all(place.current.map((entry) => standing(sought, place, entry, within))),
          })),
        ),
      };
    });

interface Sought {
  readonly kind: Where['kind'];
  readonly what: string;
  fits(entry: LedgerEntry): boolean;
  /** The commit that is looked for in what a service runs; undefined: none is recorded. */
  commitFor(service: string): string | undefined;
}

/** A version that was recorded is one, whatever it looks like. */
function soughtIn(what: string, all: readonly LedgerEntry[]): Sought {
  const recorded = (fits: Sought['fits']) => (service: string) =>
    (all.find((entry) => fits(entry) && entry.service === service) ?? all.find(fits))?.commit;
  if (/^sha256:[0-9a-f]{6,64}$/.test(what)) {
    const fits = ({ digest = '' }: LedgerEntry) => digest.startsWith(what);
    return { kind: 'digest', what, fits, commitFor: recorded(fits) };
  }
  const ofVersion = ({ version }: LedgerEntry) => version === what;
  if (!all.some(ofVersion) && /^[0-9a-f]{7,40}$/.test(what))
    return {
      kind: 'commit',
      what,
      fits: ({ commit = '' }) => commit.startsWith(what),
      commitFor: () => what,
    };
  return { kind: 'version', what, fits: ofVersion, commitFor: recorded(ofVersion) };
}

type Within = (
  environment: string,
  pair: { readonly repository: string; readonly base: string; readonly head: string },
) => Promise<{ readonly contains: boolean } | { readonly problem: string }>;

async function standing(
  { what, fits, commitFor, kind }: Sought,
  { name: environment, past }: Place,
  entry: LedgerEntry,
  within: Within,
): Promise<WhereService> {
  const { service: name, version, repository, commit: head } = entry;
  const base = { name, version };
  if (fits(entry)) return { ...base, state: 'runs', says: `runs since ${entry.at}` };
  const commit = commitFor(name);
  if (commit !== undefined && head !== undefined && repository !== undefined) {
    const found = await within(environment, { repository, base: commit, head });
    if ('problem' in found) return { ...base, state: 'unknown', says: found.problem };
    if (found.contains)
      return { ...base, state: 'included', says: `${version} contains it (${short(head)})` };
    return earlier(base, past, fits) ?? { ...base, state: 'missing', says: `${version} doesn’t contain it` };
  }
  const before = earlier(base, past, fits);
  if (before !== undefined) return before;
  if (kind === 'commit')
    return {
      ...base,
      state: 'unknown',
      says: 'the record doesn’t name the commit and repository of what runs',
    };
  return { ...base, state: 'missing', says: `${what} is not recorded there` };
}

/** It ran there, until something else was recorded. */
function earlier(
  base: Pick<WhereService, 'name' | 'version'>,
  past: readonly LedgerEntry[],
  fits: Sought['fits'],
): WhereService | undefined {
  const own = past.filter(({ service }) => service === base.name);
  const at = own.findIndex((entry) => fits(entry) && !wasTakenBack(entry));
  const [ran, next] = [own[at], own[at - 1]];
  if (ran === undefined) return undefined;
  return { ...base, state: 'was', says: `ran from ${ran.at}${next === undefined ? '' : ` to ${next.at}`}` };
}

/** An entry that ends what it names: it was undone, and nothing had run before. */
const wasTakenBack = ({ undoes, version, replacedVersion }: LedgerEntry): boolean =>
  undoes !== undefined && version === replacedVersion;

/** Services of one repository mostly run the same commit: each pair is asked about once. */
function containment({ clientsOf, scrub }: DiffOptions, signal: AbortSignal): Within {
  const ask: Within = async (environment, pair) => {
    try {
      const found = await compared(clientsOf(environment).github, pair, signal, 1);
      if (found === undefined) return { problem: `${pair.repository} knows no such commit` };
      return { contains: found.status === 'ahead' || found.status === 'identical' };
    } catch (error) {
      signal.throwIfAborted();
      return { problem: scrub(reasonOf(error)).replace(/\.$/, '') };
    }
  };
  const once = memo(
    (of: Parameters<Within>) => ask(...of),
    ([environment, { repository, base, head }]) => `${environment} ${repository} ${base} ${head}`,
  );
  return (...of) => once(of);
}
