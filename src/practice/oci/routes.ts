/** The pull side of the OCI distribution API, with the token flow that public registries have. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { World } from '../world.ts';
import { refuse } from './errors.ts';
import type { Content, RegistryState, Repository } from './images.ts';
import { checkBasic, openTokens, tokenLifeSeconds } from './tokens.ts';
import type { Credential } from './tokens.ts';

const name = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const address = new RegExp(`^(${name}(?:/${name})*)/(manifests|blobs|tags)/(.+)$`);
const service = 'registry.practice';

/** Without a scope the token opens nothing but the registry's front door, which is how a login is tried. */
const tokenQuery = z.object({ service: z.string().optional(), scope: z.string().optional() });
const scopePattern = /^repository:([^:]+):(?:[a-z]+,)*pull(?:,[a-z]+)*$/;
const listQuery = z.object({
  n: z.coerce.number().int().min(1).max(1000).default(100),
  last: z.string().default(''),
});

export const registryRoutes =
  (world: World, state: () => RegistryState, credential: Credential): FastifyPluginAsync =>
  async (app) => {
    const tokens = openTokens();

    app.addHook('onRequest', async (_, reply) => {
      reply.header('docker-distribution-api-version', 'registry/2.0');
    });

    const challenge = (reply: FastifyReply, scope?: string) =>
      refuse(
        reply.header(
          'www-authenticate',
          `Bearer realm="${world.url}/v2/_token",service="${service}"${scope === undefined ? '' : `,scope="${scope}"`}`,
        ),
        'UNAUTHORIZED',
      );

    app.get('/', async (request, reply) =>
      tokens.find(request.headers.authorization) === undefined ? challenge(reply) : {},
    );

    app.get('/_token', async (request, reply) => {
      const query = tokenQuery.safeParse(request.query);
      const scope = query.success ? query.data.scope : 'several';
      const repository = scope === undefined ? '' : scopePattern.exec(scope)?.[1];
      if (repository === undefined)
        return refuse(reply, 'UNSUPPORTED', 'scope must be repository:<name>:pull');
      const who = checkBasic(request.headers.authorization, credential);
      if (who === undefined) return refuse(reply, 'UNAUTHORIZED', 'incorrect username or password');
      const token = tokens.issue(repository, who === 'privileged');
      return {
        token,
        access_token: token,
        expires_in: tokenLifeSeconds,
        issued_at: new Date().toISOString(),
      };
    });

    app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
      const [, repositoryName = '', kind = '', reference = ''] = address.exec(request.params['*']) ?? [];
      if (repositoryName === '') return refuse(reply, 'NAME_INVALID');
      const token = tokens.find(request.headers.authorization);
      if (token?.repository !== repositoryName) return challenge(reply, `repository:${repositoryName}:pull`);
      const repository = state().repositories[repositoryName];
      if (repository === undefined) return refuse(reply, 'NAME_UNKNOWN', { name: repositoryName });
      if (repository.private && !token.privileged) return refuse(reply, 'DENIED');
      switch (kind) {
        case 'manifests':
          return sendManifest(request, reply, repository, reference);
        case 'blobs':
          return sendContent(reply, reference, repository.blobs[reference]) ?? refuse(reply, 'BLOB_UNKNOWN');
        default:
          return reference === 'list'
            ? sendTags(request, reply, repositoryName, repository)
            : refuse(reply, 'NAME_INVALID');
      }
    });
  };

/** A manifest of a media type that the client doesn't accept is, to the client, not there. */
function sendManifest(
  request: FastifyRequest,
  reply: FastifyReply,
  repository: Repository,
  reference: string,
): FastifyReply {
  const digest = repository.tags[reference] ?? reference;
  const manifest = repository.manifests[digest];
  const accept = request.headers.accept ?? '*/*';
  const acceptable =
    manifest !== undefined && (accept.includes('*/*') || accept.includes(manifest.mediaType));
  const sent = acceptable ? sendContent(reply, digest, manifest) : undefined;
  return sent ?? refuse(reply, 'MANIFEST_UNKNOWN', { Tag: reference });
}

function sendContent(
  reply: FastifyReply,
  digest: string,
  content: Content | undefined,
): FastifyReply | undefined {
  if (content === undefined) return undefined;
  return reply
    .header('docker-content-digest', digest)
    .header('etag', `"${digest}"`)
    .type(content.mediaType)
    .send(Buffer.from(content.body));
}

function sendTags(
  request: FastifyRequest,
  reply: FastifyReply,
  repositoryName: string,
  repository: Repository,
): FastifyReply {
  const query = listQuery.safeParse(request.query);
  if (!query.success) return refuse(reply, 'UNSUPPORTED', z.prettifyError(query.error));
  const { n, last } = query.data;
  const rest = Object.keys(repository.tags)
    .sort()
    .filter((tag) => tag > last);
  const tags = rest.slice(0, n);
  const next = new URLSearchParams({ n: String(n), last: tags.at(-1) ?? '' });
  if (rest.length > n) reply.header('link', `</v2/${repositoryName}/tags/list?${next}>; rel="next"`);
  return reply.send({ name: repositoryName, tags });
}
