/** What a push has left below refs/for becomes a change, or another patch set of one; branches that moved are journaled. */
import { git } from '../git/seed.ts';
import type { Store, World } from '../world.ts';
import { refOf } from './changes.ts';
import type { Change } from './changes.ts';
import { pathOf, refsIn, textOf } from './repositories.ts';
import type { Reviewers } from './reviewers.ts';
import type { GerritState } from './system.ts';

export interface GerritParts {
  readonly root: string;
  readonly store: Store<GerritState>;
  readonly world: World;
  readonly reviewers: Reviewers;
  readonly owner: string;
}

interface Pushed {
  readonly project: string;
  readonly before: Readonly<Record<string, string>>;
  readonly key: string | null;
}

export function take(parts: GerritParts, { project, before, key }: Pushed): void {
  const dir = pathOf(parts.root, project);
  for (const [ref, commit] of Object.entries(refsIn(dir))) {
    if (before[ref] === commit) continue;
    if (ref.startsWith('refs/for/')) {
      git(dir, ['update-ref', '-d', ref]);
      propose(parts, { project, branch: ref.slice('refs/for/'.length).split('%')[0] ?? '', commit, key });
    } else if (ref.startsWith('refs/heads/')) {
      const effect = before[ref] === undefined ? 'ref.create' : 'ref.update';
      parts.world.journal.record({ system: 'gerrit', effect, target: `${project} ${ref}`, key });
    }
  }
  for (const ref of Object.keys(before))
    if (!(ref in refsIn(dir)))
      parts.world.journal.record({
        system: 'gerrit',
        effect: 'ref.delete',
        target: `${project} ${ref}`,
        key,
      });
}

interface Proposal {
  readonly project: string;
  readonly branch: string;
  readonly commit: string;
  readonly key: string | null;
  readonly revertOf?: number;
}

export function propose(parts: GerritParts, { project, branch, commit, key, revertOf }: Proposal): Change {
  const { store, world, reviewers, owner } = parts;
  const dir = pathOf(parts.root, project);
  const { subject, changeId } = textOf(dir, commit);
  const change = store.update((draft): Change => {
    const found = draft.changes.find(
      (one) =>
        one.changeId === changeId && one.project === project && one.branch === branch && one.status === 'NEW',
    );
    if (found !== undefined) {
      // Votes are on what was seen: another patch set begins without any.
      Object.assign(found, { commit, patchSet: found.patchSet + 1, votes: {} });
      return found;
    }
    const made: Change = {
      number: draft.next,
      changeId,
      project,
      branch,
      subject,
      owner,
      status: 'NEW',
      commit,
      patchSet: 1,
      votes: {},
      revertOf: revertOf ?? null,
      created: new Date().toISOString(),
    };
    draft.next += 1;
    draft.changes.push(made);
    return made;
  });
  git(dir, ['update-ref', refOf(change.number, change.patchSet), commit]);
  const effect = change.patchSet > 1 ? 'change.patch' : 'change.create';
  world.journal.record({ system: 'gerrit', effect, target: `${project} ${branch} ${changeId}`, key });
  reviewers.lookAt(change);
  return change;
}
