/** Workflows, their runs and the runs' jobs. */
import { treeSha } from '../git.ts';
import type { Run, Workflow } from '../state.ts';
import type { Work } from '../work.ts';
import { iso, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showRepository } from './repository.ts';
import { showGitUser, showUser } from './user.ts';

export function showWorkflow({ api, html, repository }: Place, workflow: Workflow) {
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: iso(workflow.createdAt),
    updated_at: iso(workflow.createdAt),
    url: `${api}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/actions/workflows/${workflow.path.split('/').at(-1)}/badge.svg`,
  };
}

export function showRun(at: Place, run: Run) {
  const { api, html, repository } = at;
  const url = `${api}/actions/runs/${run.id}`;
  const workflow = repository.workflows.find(({ path }) => path === run.workflow);
  const suite = run.id;
  return {
    id: run.id,
    name: workflow?.name ?? run.workflow,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: suite,
    check_suite_node_id: nodeId('CheckSuite', suite),
    head_branch: run.ref,
    head_sha: run.sha,
    path: run.workflow,
    display_title: run.title,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    status: run.work.status,
    conclusion: run.work.conclusion,
    workflow_id: workflow?.id ?? 0,
    url,
    html_url: `${html}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: iso(run.work.createdAt),
    updated_at: iso(run.work.updatedAt),
    run_started_at: iso(run.work.createdAt),
    actor: showUser(at),
    triggering_actor: showUser(at),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/actions/workflows/${workflow?.id ?? 0}`,
    head_commit: showHeadCommit(at, run.sha),
    repository: showRepository(at),
    head_repository: showRepository(at),
  };
}

function showHeadCommit({ repository }: Place, sha: string) {
  const commit = repository.commits[sha];
  if (commit === undefined) return null;
  const { name, email, date } = showGitUser(commit.author, iso(commit.at));
  const who = { name, email };
  return {
    id: sha,
    tree_id: treeSha(commit.tree),
    message: commit.message,
    timestamp: date,
    author: who,
    committer: who,
  };
}

/** A run has one job here. */
export function showJob({ api, html, repository }: Place, run: Run) {
  const { work } = run;
  const id = run.id;
  const run_url = `${api}/actions/runs/${run.id}`;
  return {
    id,
    node_id: nodeId('Job', id),
    run_id: run.id,
    run_url,
    run_attempt: 1,
    head_sha: run.sha,
    head_branch: run.ref,
    workflow_name: repository.workflows.find(({ path }) => path === run.workflow)?.name ?? null,
    name: 'run',
    url: `${api}/actions/jobs/${id}`,
    html_url: `${html}/actions/runs/${run.id}/job/${id}`,
    check_run_url: `${api}/check-runs/${id}`,
    status: work.status,
    conclusion: work.conclusion,
    created_at: iso(work.createdAt),
    started_at: iso(work.startsAt),
    completed_at: endOf(work),
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
    steps: [{ name: 'Run', number: 1, status: work.status, conclusion: work.conclusion }],
  };
}

export const endOf = (work: Work): string | null =>
  work.status === 'completed' ? iso(work.updatedAt) : null;
