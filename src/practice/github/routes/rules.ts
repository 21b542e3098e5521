/** The rules that are in force for a branch, as rulesets set them; a practised branch has those of the seed. */
import type { FastifyInstance } from 'fastify';
import { repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { pageOf } from './page.ts';
import type { InRepository } from './page.ts';

export function ruleRoutes(app: FastifyInstance, github: Github): void {
  app.get<InRepository<{ '*': string }>>('/repos/:owner/:repo/rules/branches/*', async (request, reply) => {
    const { rules = {}, owner, name } = repositoryOf(github.store.get(), request.params);
    return pageOf(request, reply, rules[request.params['*']] ?? []).map((type) => ({
      type,
      ruleset_source_type: 'Repository',
      ruleset_source: `${owner}/${name}`,
      ruleset_id: 1,
    }));
  });
}
