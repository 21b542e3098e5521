/** The rules that are in force for a branch, as rulesets and as its classic protection set them; a practised branch has those of the seed. */
import type { FastifyInstance } from 'fastify';
import { forbidden, GithubError } from '../errors.ts';
import { tokenOf } from '../front.ts';
import { repositoryOf } from '../github.ts';
import type { Github } from '../github.ts';
import { showProtection } from '../show/protection.ts';
import { place } from '../show/place.ts';
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

  app.get<InRepository<{ branch: string }>>(
    '/repos/:owner/:repo/branches/:branch/protection',
    async (request) => {
      const state = github.store.get();
      const { branch } = request.params;
      const repository = repositoryOf(state, request.params);
      if (state.readOnlyTokens.includes(tokenOf(request) ?? '')) throw forbidden('administration=read');
      const protection = repository.protection?.[branch];
      if (protection === undefined) throw new GithubError(404, 'Branch not protected');
      return showProtection(place(github, repository), branch, protection);
    },
  );
}
