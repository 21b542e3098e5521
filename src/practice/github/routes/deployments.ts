/** Deployments and their statuses: what clients tell GitHub of what runs where. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound, unprocessable } from '../errors.ts';
import { findCommit } from '../git.ts';
import { change, keyOf, repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { showDeployment, showDeploymentStatus } from '../show/deployment.ts';
import { place } from '../show/place.ts';
import type { Deployment, DeploymentStatus, Repository } from '../state.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

type One = InRepository<{ id: string }>;

/** GitHub takes a payload as an object or as JSON text. */
const created = z.object({
  ref: z.string().min(1),
  task: z.string().default('deploy'),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().default('production'),
  description: z.string().nullish(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
  required_contexts: z.array(z.string()).optional(),
});
const newStatus = z.object({
  state: z.enum(['error', 'failure', 'inactive', 'pending', 'success', 'queued', 'in_progress']),
  description: z.string().max(140).default(''),
  log_url: z.string().default(''),
  environment_url: z.string().default(''),
  auto_inactive: z.boolean().default(true),
});

export function deploymentRoutes(app: FastifyInstance, github: Github): void {
  app.get<InRepository>('/repos/:owner/:repo/deployments', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const { sha, ref, task, environment } = request.query;
    const wanted = { sha, ref, task, environment };
    const found = (repository.deployments ?? []).filter((one) =>
      (['sha', 'ref', 'task', 'environment'] as const).every(
        (field) => wanted[field] === undefined || wanted[field] === one[field],
      ),
    );
    const at = place(github, repository);
    return pageOf(request, reply, found.toReversed()).map((one) => showDeployment(at, one));
  });

  app.get<One>('/repos/:owner/:repo/deployments/:id', async ({ params }) => {
    const repository = repositoryOf(github.store.get(), params);
    return showDeployment(place(github, repository), deploymentOf(repository, params.id));
  });

  app.post<InRepository>('/repos/:owner/:repo/deployments', async (request, reply) => {
    const given = created.parse(request.body);
    const { repository, deployment } = change(github, request.params, (draft, state) => {
      const commit = findCommit(draft, given.ref);
      if (commit === undefined) throw unprocessable(`No ref found for: ${given.ref}`);
      const made: Deployment = {
        id: state.nextId++,
        sha: commit.sha,
        ref: given.ref,
        task: given.task,
        environment: given.environment,
        description: given.description ?? null,
        payload: given.payload,
        transient: given.transient_environment,
        production: given.production_environment ?? given.environment === 'production',
        at: Date.now(),
        statuses: [],
      };
      (draft.deployments ??= []).push(made);
      return { repository: draft, deployment: made };
    });
    const target = `${repository.owner}/${repository.name} ${given.environment}`;
    github.journal('deployment.create', target, keyOf(request), { sha: deployment.sha });
    return reply.status(201).send(showDeployment(place(github, repository), deployment));
  });

  app.get<One>('/repos/:owner/:repo/deployments/:id/statuses', async (request, reply) => {
    const repository = repositoryOf(github.store.get(), request.params);
    const deployment = deploymentOf(repository, request.params.id);
    const at = place(github, repository);
    return pageOf(request, reply, deployment.statuses.toReversed()).map((status) =>
      showDeploymentStatus(at, deployment, status),
    );
  });

  app.post<One>('/repos/:owner/:repo/deployments/:id/statuses', async (request, reply) => {
    const given = newStatus.parse(request.body);
    const { repository, deployment, status } = change(github, request.params, (draft, state) => {
      const target = deploymentOf(draft, request.params.id);
      const statusOf = (environment: string, of: DeploymentStatus['state']): DeploymentStatus => ({
        id: state.nextId++,
        state: of,
        description: given.description,
        environment,
        logUrl: given.log_url,
        environmentUrl: given.environment_url,
        at: Date.now(),
      });
      const made = statusOf(target.environment, given.state);
      target.statuses.push(made);
      if (given.state === 'success' && given.auto_inactive)
        for (const earlier of retired(draft, target))
          earlier.statuses.push(statusOf(earlier.environment, 'inactive'));
      return { repository: draft, deployment: target, status: made };
    });
    const target = `${repository.owner}/${repository.name} ${deployment.environment} ${given.state}`;
    github.journal('deployment_status.create', target, keyOf(request));
    return reply.status(201).send(showDeploymentStatus(place(github, repository), deployment, status));
  });
}

function deploymentOf({ deployments = [] }: Repository, id: string): Deployment {
  const found = deployments.find((one) => String(one.id) === id);
  if (found === undefined) throw notFound();
  return found;
}

/** GitHub retires what was deployed to the same environment before, but for production and what is passing anyway. */
const retired = ({ deployments = [] }: Repository, { id, environment }: Deployment): Deployment[] =>
  deployments.filter(
    (one) =>
      one.id < id &&
      one.environment === environment &&
      !one.production &&
      !one.transient &&
      one.statuses.at(-1)?.state === 'success',
  );
