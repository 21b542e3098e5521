/** Puts the practice cluster together and gives tests and demos what they may do to it besides its API. */
import type { Journal } from '../journal.ts';
import type { PracticeSystem, World } from '../world.ts';
import { openClock } from './clock.ts';
import { openCluster } from './cluster.ts';
import { openControllers } from './controllers.ts';
import { ApiError } from './errors.ts';
import { enforce, openRights, reviewRoutes } from './rights.ts';
import type { Right } from './rights.ts';
import { apiRoutes } from './routes.ts';
import { createApplication, setDesired } from './seed.ts';
import type { ApplicationSeed } from './seed.ts';
import { snapshotOf } from './snapshot.ts';
import type { ClusterSnapshot } from './snapshot.ts';
import { emptyState } from './state.ts';
import type { Behaviour } from './state.ts';
import { openWatches } from './watch.ts';
import { openWrites } from './writes.ts';

/** The bearer token of the practice cluster; it opens nothing else. */
export const practiceToken = 'practice-cluster';

export interface KubernetesSeed {
  readonly applications?: readonly ApplicationSeed[];
  /** Default `calm`. */
  readonly behaviour?: Behaviour;
}

export interface KubernetesPractice extends PracticeSystem {
  createApplication(seed: ApplicationSeed): void;
  /** A new commit for an Application; workloads not named keep their image. Returns the commit's hash. */
  setDesired(
    application: { readonly name: string; readonly namespace?: string },
    revision: string,
    images: Readonly<Record<string, string>>,
  ): string;
  setBehaviour(behaviour: Behaviour): void;
  /** From now on no pod with this image becomes ready. */
  breakImage(image: string): void;
  /** From now on the account may not do this. */
  deny(right: Right): void;
  /** Forgets past versions: watches that resume get 410 Gone. */
  forgetEvents(): void;
  dropWatches(): void;
  snapshot(): ClusterSnapshot;
}

/** `seed` is used when the world has no cluster yet; one that it has goes on as it was. */
export const kubernetesPractice =
  (seed: KubernetesSeed = {}) =>
  (world: World): KubernetesPractice => {
    const store = world.store('kubernetes', emptyState);
    const effects = deferred(world.journal);
    const cluster = openCluster(store, effects.flush);
    const clock = openClock(world.pace);
    const controllers = openControllers(cluster, clock, effects.journal);
    const watches = openWatches(cluster, Math.max(1000, 60_000 * world.pace));
    const rights = openRights();
    const api = apiRoutes({
      cluster,
      writes: openWrites(cluster, controllers),
      watches,
      token: practiceToken,
    });
    const isNew = Object.keys(store.get().objects).length === 0;
    if (isNew) {
      cluster.transact((tx) => {
        tx.state.behaviour = seed.behaviour ?? 'calm';
        for (const application of seed.applications ?? []) createApplication(tx, application);
      });
    }
    return {
      name: 'kubernetes',
      prefix: '/kubernetes',
      routes: async (app) => {
        enforce(app, rights);
        await app.register(reviewRoutes(rights, practiceToken));
        await app.register(api);
      },
      rateLimited: (reply, retryAfterSeconds) =>
        reply
          .status(429)
          .header('retry-after', String(Math.ceil(retryAfterSeconds)))
          .send(
            new ApiError(
              429,
              'TooManyRequests',
              'the server has received too many requests, please try again later',
            ).status(),
          ),
      start: () => controllers.start(),
      async stop() {
        controllers.stop();
        watches.drop();
      },
      snapshot: () => snapshotOf(cluster.read()),
      createApplication: (application) => cluster.transact((tx) => createApplication(tx, application)),
      setDesired: (application, revision, images) =>
        cluster.transact((tx) => {
          const commit = setDesired(tx, application, revision, images);
          tx.schedule(
            'application.refresh',
            `applications.argoproj.io/${application.namespace ?? 'argocd'}/${application.name}`,
            clock.after(1000),
          );
          return commit;
        }),
      setBehaviour: (behaviour) => cluster.transact((tx) => void (tx.state.behaviour = behaviour)),
      breakImage: (image) => cluster.transact((tx) => void tx.state.brokenImages.push(image)),
      deny: (right) => rights.deny(right),
      forgetEvents: () => cluster.forget(),
      dropWatches: () => watches.drop(),
    };
  };

/** What a transaction did is recorded once it is on disk: whoever dies before that does it anew, and has not done it twice. */
function deferred(journal: Journal): { readonly journal: Journal; flush(): void } {
  let noted: Parameters<Journal['record']>[0][] = [];
  return {
    journal: { ...journal, record: (entry) => void noted.push(entry) },
    flush() {
      const done = noted;
      noted = [];
      done.forEach((entry) => journal.record(entry));
    },
  };
}
