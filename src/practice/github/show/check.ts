/** Check runs and commit statuses. */
import type { CheckRun, CommitStatus } from '../state.ts';
import { iso, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showRepository } from './repository.ts';
import { endOf } from './run.ts';
import { showUser } from './user.ts';

export function showCheckRun({ api, html }: Place, { id, name, sha, work }: CheckRun) {
  const page = `${html}/runs/${id}`;
  return {
    id,
    node_id: nodeId('CheckRun', id),
    external_id: '',
    head_sha: sha,
    name,
    url: `${api}/check-runs/${id}`,
    html_url: page,
    details_url: page,
    status: work.status,
    conclusion: work.conclusion,
    started_at: iso(work.createdAt),
    completed_at: endOf(work),
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${api}/check-runs/${id}/annotations`,
    },
    check_suite: { id },
    app: null,
    pull_requests: [],
  };
}

/** As the combined status lists it. */
export function showSimpleStatus({ api, root }: Place, status: CommitStatus) {
  return {
    id: status.id,
    node_id: nodeId('Status', status.id),
    url: `${api}/statuses/${status.sha}`,
    avatar_url: `${root}/avatars/practice`,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.at),
    updated_at: iso(status.at),
  };
}

export const showStatus = (at: Place, status: CommitStatus) => ({
  ...showSimpleStatus(at, status),
  creator: showUser(at),
});

/** `statuses` newest first; the newest of each context counts. */
export function showCombinedStatus(at: Place, sha: string, statuses: readonly CommitStatus[], total: number) {
  return {
    state: combined(statuses),
    statuses: statuses.map((status) => showSimpleStatus(at, status)),
    sha,
    total_count: total,
    repository: showRepository(at),
    commit_url: `${at.api}/commits/${sha}`,
    url: `${at.api}/commits/${sha}/status`,
  };
}

function combined(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  if (statuses.length === 0 || statuses.some(({ state }) => state === 'pending')) return 'pending';
  return 'success';
}
