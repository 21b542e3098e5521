/** Workflow runs: list, get, jobs, cancel. */
import type { FastifyInstance } from 'fastify';
import { conflict, notFound } from '../errors.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { place } from '../show/place.ts';
import { iso } from '../show/place.ts';
import { showJob, showRun } from '../show/run.ts';
import type { Repository, Run } from '../state.ts';
import { cancelSoon } from '../work.ts';
import { workflowOf } from './actions.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type One = InRepository<{ id: string }>;
type Query = InRepository['Querystring'];

export function runRoutes(app: FastifyInstance, github: Github): void {
  app.get<InRepository>('/repos/:owner/:repo/actions/runs', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const runs = matching(repository.runs, request.query);
    const at = place(github, repository);
    return {
      total_count: runs.length,
      workflow_runs: pageOf(request, reply, runs).map((run) => showRun(at, run)),
    };
  });

  app.get<InRepository<{ workflow: string }>>(
    '/repos/:owner/:repo/actions/workflows/:workflow/runs',
    async (request, reply) => {
      const repository = repositoryOf(github.store.get(), request.params);
      const { path } = workflowOf(repository, request.params.workflow);
      const runs = matching(repository.runs, request.query).filter(({ workflow }) => workflow === path);
      const at = place(github, repository);
      return {
        total_count: runs.length,
        workflow_runs: pageOf(request, reply, runs).map((run) => showRun(at, run)),
      };
    },
  );

  app.get<One>('/repos/:owner/:repo/actions/runs/:id', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    return showRun(place(github, repository), runOf(repository, params.id));
  });

  app.get<One>('/repos/:owner/:repo/actions/runs/:id/jobs', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    const job = showJob(place(github, repository), runOf(repository, params.id));
    return { total_count: 1, jobs: [job] };
  });

  app.post<One>('/repos/:owner/:repo/actions/runs/:id/cancel', async (request, reply) => {
    const { repository, run } = change(github, request.params, (draft) => {
      const one = runOf(draft, request.params.id);
      if (one.work.status === 'completed') throw conflict('Cannot cancel a workflow run that is completed.');
      cancelSoon(one.work, Date.now(), 2000 * github.pace);
      return { repository: draft, run: one };
    });
    github.journal('run.cancel', `${repository.owner}/${repository.name} ${run.id}`, keyOf(request));
    return reply.status(202).send({});
  });
}

function runOf(repository: Repository, id: string): Run {
  const run = repository.runs.find((one) => String(one.id) === id);
  if (run === undefined) throw notFound();
  return run;
}

/** Newest first. */
function matching(runs: readonly Run[], { event, branch, head_sha, status, created }: Query): Run[] {
  return runs
    .filter(
      (run) =>
        (event === undefined || run.event === event) &&
        (branch === undefined || run.ref === branch) &&
        (head_sha === undefined || run.sha === head_sha) &&
        (status === undefined || run.work.status === status || run.work.conclusion === status) &&
        (created === undefined || isCreated(iso(run.work.createdAt), created)),
    )
    .reverse();
}

/** GitHub's date search: `>=2026-01-01T00:00:00Z`, `a..b`, or a whole day. */
function isCreated(at: string, range: string): boolean {
  const [, sign = '', date = ''] = /^([<>]=?)?(.*)$/.exec(range) ?? [];
  switch (sign) {
    case '>':
      return Date.parse(at) > Date.parse(date);
    case '>=':
      return Date.parse(at) >= Date.parse(date);
    case '<':
      return Date.parse(at) < Date.parse(date);
    case '<=':
      return Date.parse(at) <= Date.parse(date);
    default:
      return isBetween(at, date);
  }
}

function isBetween(at: string, range: string): boolean {
  const [from = '', to] = range.split('..');
  if (to === undefined) return at.startsWith(from);
  return (
    (from === '*' || Date.parse(at) >= Date.parse(from)) && (to === '*' || Date.parse(at) <= Date.parse(to))
  );
}
