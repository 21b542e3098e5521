/** A practised OCI registry, mounted at `/v2`: pulls by its API, pushes by `push` from whatever builds images in the world. */
import type { PracticeSystem, Store, World } from '../world.ts';
import { refuse } from './errors.ts';
import { digestOf, imageOf } from './images.ts';
import type { RegistryState } from './images.ts';
import { registryRoutes } from './routes.ts';
import type { Credential } from './tokens.ts';

export interface RegistryOptions {
  /** Who may pull from private repositories. */
  readonly credential?: Credential;
  /** Repositories that exist from the start; any other is made, public, by its first push. */
  readonly repositories?: Readonly<Record<string, { readonly private: boolean }>>;
}

export interface Registry extends PracticeSystem {
  /** Pushes an image made from `source` (default: the tag); the same source gives the same digest. Returns the digest. */
  push(
    repository: string,
    tag: string,
    options?: {
      readonly source?: string;
      readonly key?: string | null;
      readonly labels?: Readonly<Record<string, string>>;
    },
  ): string;
  /** Takes a tag away, as an accident or a clean-up does. */
  untag(repository: string, tag: string): void;
}

export function createRegistry(
  world: World,
  { credential = { username: 'practice', password: 'practice' }, repositories = {} }: RegistryOptions = {},
): Registry {
  const store = world.store<RegistryState>('oci', () => ({
    repositories: Object.fromEntries(
      Object.entries(repositories).map(([name, options]) => [
        name,
        { ...options, tags: {}, manifests: {}, blobs: {} },
      ]),
    ),
  }));
  return {
    name: 'oci',
    prefix: '/v2',
    routes: registryRoutes(world, () => store.get(), credential),
    rateLimited: (reply, seconds) => refuse(reply.header('retry-after', String(seconds)), 'TOOMANYREQUESTS'),
    snapshot: () =>
      Object.fromEntries(Object.entries(store.get().repositories).map(([name, { tags }]) => [name, tags])),
    push(repository, tag, { source = tag, key = null, labels = {} } = {}) {
      const { digest, changed } = pushImage(store, repository, tag, imageOf(repository, source, labels));
      if (changed)
        world.journal.record({
          system: 'oci',
          effect: 'image.push',
          target: `${repository}:${tag}`,
          key,
          detail: { digest },
        });
      return digest;
    },
    untag(repository, tag) {
      store.update((draft) => void delete draft.repositories[repository]?.tags[tag]);
      world.journal.record({
        system: 'oci',
        effect: 'tag.delete',
        target: `${repository}:${tag}`,
        key: null,
      });
    },
  };
}

function pushImage(
  store: Store<RegistryState>,
  name: string,
  tag: string,
  { manifest, config }: ReturnType<typeof imageOf>,
): { digest: string; changed: boolean } {
  const digest = digestOf(manifest.body);
  if (store.get().repositories[name]?.tags[tag] === digest) return { digest, changed: false };
  store.update(({ repositories }) => {
    const repository = (repositories[name] ??= { private: false, tags: {}, manifests: {}, blobs: {} });
    repository.tags[tag] = digest;
    repository.manifests[digest] = manifest;
    repository.blobs[digestOf(config.body)] = config;
  });
  return { digest, changed: true };
}
