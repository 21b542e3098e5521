/** Issues as Sentry keeps them: one a distinct exception, with where and since when it is seen. */

export type Status = 'unresolved' | 'resolved' | 'ignored';
export type Substatus = 'new' | 'ongoing' | 'regressed' | null;

export interface Issue {
  readonly id: string;
  readonly shortId: string;
  readonly project: string;
  readonly type: string;
  readonly value: string;
  readonly culprit: string;
  status: Status;
  substatus: Substatus;
  /** The release in which it was first seen. */
  readonly firstRelease: string;
  /** The release in which it came back after it had been resolved. */
  regressedInRelease?: string;
  releases: string[];
  /** By environment; times are ISO 8601. */
  readonly seen: Record<string, { readonly first: string; last: string }>;
  count: number;
}

export interface Sighting {
  readonly project: string;
  readonly release: string;
  readonly environment: string;
  readonly type: string;
  readonly value: string;
  readonly culprit: string;
}

export interface IssueState {
  issues: Issue[];
}

/** Takes in one event. A resolved issue that is seen again has regressed. */
export function sight(state: IssueState, sighting: Sighting, now: string): Issue {
  const { project, release, environment, type, value, culprit } = sighting;
  const known = state.issues.find(
    (issue) => issue.project === project && issue.type === type && issue.value === value,
  );
  const issue = known ?? newIssue(state, { project, release, type, value, culprit });
  if (issue.status === 'resolved')
    Object.assign(issue, { status: 'unresolved', substatus: 'regressed', regressedInRelease: release });
  if (!issue.releases.includes(release)) issue.releases.push(release);
  issue.seen[environment] = { first: issue.seen[environment]?.first ?? now, last: now };
  issue.count += 1;
  return issue;
}

function newIssue(
  state: IssueState,
  { release, ...what }: Pick<Issue, 'project' | 'type' | 'value' | 'culprit'> & { release: string },
): Issue {
  const serial = state.issues.length + 1;
  const issue: Issue = {
    ...what,
    id: String(4_000_000_000 + serial),
    shortId: `${what.project.toUpperCase()}-${serial.toString(36).toUpperCase()}`,
    status: 'unresolved',
    substatus: 'new',
    firstRelease: release,
    releases: [],
    seen: {},
    count: 0,
  };
  state.issues.push(issue);
  return issue;
}

/** First and last time in an environment, or in any. Undefined if it was not seen there. */
export function seenIn(
  issue: Issue,
  environments: readonly string[],
): { first: string; last: string } | undefined {
  const sightings = Object.entries(issue.seen)
    .filter(([environment]) => environments.length === 0 || environments.includes(environment))
    .map(([, seen]) => seen);
  const first = sightings.map((seen) => seen.first).sort()[0];
  const last = sightings
    .map((seen) => seen.last)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? undefined : { first, last };
}
