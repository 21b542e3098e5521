/** Changes under review, as Gerrit keeps them, and their JSON as its published REST documentation has it. Pure. */

export type Status = 'NEW' | 'MERGED' | 'ABANDONED';

export interface Change {
  readonly number: number;
  readonly changeId: string;
  readonly project: string;
  readonly branch: string;
  readonly subject: string;
  readonly owner: string;
  status: Status;
  /** Of the newest patch set. */
  commit: string;
  patchSet: number;
  /** By label: who voted what. */
  votes: Record<string, Record<string, number>>;
  readonly revertOf: number | null;
  /** ISO 8601. */
  readonly created: string;
}

/** What a change needs: the highest vote of each, and nobody's lowest. */
export const needed = { 'Code-Review': 2, Verified: 2 } as const;

export const idOf = ({ project, branch, changeId }: Change): string =>
  `${encodeURIComponent(project)}~${encodeURIComponent(branch)}~${changeId}`;

/** Whether a path’s id names this change: its number, its Change-Id, `project~number` or `project~branch~Change-Id`. */
export function named(change: Change, id: string): boolean {
  const [first = '', ...rest] = id.split('~').map((part) => decodeURIComponent(part));
  const last = rest.at(-1) ?? first;
  if (rest.length > 0 && first !== change.project) return false;
  if (rest.length === 2 && rest[0] !== change.branch && rest[0] !== `refs/heads/${change.branch}`)
    return false;
  return last === String(change.number) || last === change.changeId;
}

const highest = (change: Change, label: string): number =>
  Math.max(0, ...Object.values(change.votes[label] ?? {}));
const lowest = (change: Change, label: string): number =>
  Math.min(0, ...Object.values(change.votes[label] ?? {}));

/** The labels that are in the way, as Gerrit’s refusals name them. */
export const lacking = (change: Change): string[] =>
  Object.entries(needed)
    .filter(([label, most]) => highest(change, label) < most || lowest(change, label) <= -most)
    .map(([label]) => label);

const stamp = (iso: string): string => `${iso.replace('T', ' ').replace('Z', '')}000000`;

export function infoOf(change: Change): Record<string, unknown> {
  const { number, changeId, project, branch, subject, status, commit, patchSet, created, owner, revertOf } =
    change;
  return {
    id: idOf(change),
    project,
    branch,
    change_id: changeId,
    subject,
    status,
    created: stamp(created),
    updated: stamp(created),
    submittable: status === 'NEW' && lacking(change).length === 0,
    mergeable: true,
    _number: number,
    owner: { _account_id: 1000, username: owner },
    current_revision: commit,
    revisions: { [commit]: { kind: 'REWORK', _number: patchSet, ref: refOf(number, patchSet) } },
    labels: Object.fromEntries(Object.keys(needed).map((label) => [label, labelOf(change, label)])),
    ...(revertOf === null ? {} : { revert_of: revertOf }),
  };
}

function labelOf(change: Change, label: string): Record<string, unknown> {
  const votes = Object.entries(change.votes[label] ?? {});
  const who = (value: number) => {
    const [found] = votes.find(([, vote]) => vote === value) ?? [];
    return found === undefined ? undefined : { _account_id: 1001, username: found };
  };
  const [approved, rejected] = [who(2), who(-2)];
  return {
    all: votes.map(([username, value]) => ({ _account_id: 1001, username, value })),
    values: { '-2': 'No', '-1': 'Rather not', ' 0': 'No score', '+1': 'Good', '+2': 'Approved' },
    default_value: 0,
    ...(approved === undefined ? {} : { approved }),
    ...(rejected === undefined ? {} : { rejected }),
  };
}

/** `refs/changes/07/7/1` */
export const refOf = (number: number, patchSet: number): string =>
  `refs/changes/${String(number % 100).padStart(2, '0')}/${number}/${patchSet}`;
