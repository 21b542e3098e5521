/** Workflows: list, get, dispatch. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { dispatchRun, findWorkflow } from '../runs.ts';
import { place } from '../show/place.ts';
import { showRun, showWorkflow } from '../show/run.ts';
import type { Repository, Workflow } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type One = InRepository<{ workflow: string }>;
const dispatched = z.object({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.coerce.string()).default({}),
  return_run_details: z.boolean().default(false),
});

export function actionRoutes(app: FastifyInstance, github: Github): void {
  app.get<InRepository>('/repos/:owner/:repo/actions/workflows', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const workflows = pageOf(request, reply, repository.workflows);
    const at = place(github, repository);
    return {
      total_count: repository.workflows.length,
      workflows: workflows.map((one) => showWorkflow(at, one)),
    };
  });

  app.get<One>('/repos/:owner/:repo/actions/workflows/:workflow', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    return showWorkflow(place(github, repository), workflowOf(repository, params.workflow));
  });

  app.post<One>('/repos/:owner/:repo/actions/workflows/:workflow/dispatches', async (request, reply) => {
    const { ref, inputs, return_run_details } = dispatched.parse(request.body);
    const key = keyOf(request);
    const { repository, run } = change(github, request.params, (draft, state) => {
      const workflow = workflowOf(draft, request.params.workflow);
      const made = dispatchRun(state, draft, {
        workflow,
        ref,
        inputs,
        key,
        now: Date.now(),
        pace: github.pace,
      });
      return { repository: draft, run: made };
    });
    const at = place(github, repository);
    const file = run.workflow.split('/').at(-1);
    github.journal('workflow.dispatch', `${repository.owner}/${repository.name} ${file}`, key, {
      ref,
      inputs,
    });
    github.webhooks.emit(repository, 'workflow_run', { action: 'requested', workflow_run: showRun(at, run) });
    if (!return_run_details) return reply.status(204).send();
    const { url, html_url } = showRun(at, run);
    return { workflow_run_id: run.id, run_url: url, html_url };
  });
}

export function workflowOf(repository: Repository, idOrFile: string): Workflow {
  const workflow = findWorkflow(repository, idOrFile);
  if (workflow === undefined) throw notFound();
  return workflow;
}
