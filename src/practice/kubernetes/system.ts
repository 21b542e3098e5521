/** Puts the practice cluster together and gives tests and demos what they may do to it besides its API. */
import type { PracticeSystem, World } from '../world.ts';
import { openClock } from './clock.ts';
import { openCluster } from './cluster.ts';
import { openControllers } from './controllers.ts';
import { ApiError } from './errors.ts';
import { podsOf, runningPods } from './pods.ts';
import type { RunningPod } from './pods.ts';
import { enforce, openRights, reviewRoutes } from './rights.ts';
import type { Right } from './rights.ts';
import { apiRoutes } from './routes.ts';
import { createApplication, createWorkload, setDesired } from './seed.ts';
import type { ApplicationSeed, WorkloadSeed } from './seed.ts';
import { snapshotOf } from './snapshot.ts';
import type { ClusterSnapshot } from './snapshot.ts';
import { emptyState } from './state.ts';
import type { Behaviour, JsonObject } from './state.ts';
import type { Programs } from './programs.ts';
import { openWatches } from './watch.ts';
import { openWrites } from './writes.ts';

/** The bearer token of the practice cluster; it opens nothing else. */
export const practiceToken = 'practice-cluster';

export interface KubernetesSeed {
  readonly applications?: readonly ApplicationSeed[];
  /** Workloads that belong to no Application, by namespace. */
  readonly workloads?: Readonly<Record<string, readonly WorkloadSeed[]>>;
  /** Default `calm`. */
  readonly behaviour?: Behaviour;
  /** What programs in pods do. */
  readonly programs?: Programs;
  /** What they have kept when the world begins, by namespace. */
  readonly kept?: Readonly<Record<string, JsonObject>>;
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
  /** From now on programs of this image write this and end with an error, time and again. */
  crashImage(image: string, log: string): void;
  /** From now on the namespace may have so many pods. */
  limitPods(namespace: string, most: number): void;
  /** From now on the account may not do this. */
  deny(right: Right): void;
  /** From now on it may do this and nothing else. */
  grantOnly(rights: readonly Right[]): void;
  /** Forgets past versions: watches that resume get 410 Gone. */
  forgetEvents(): void;
  dropWatches(): void;
  /** Pods that are ready now. */
  pods(): readonly RunningPod[];
  /** How many pods of a workload are alive, from now on, after every change: those that are ending still work. Ends when called. */
  watchAlive(
    workload: { readonly namespace: string; readonly name: string },
    seen: (alive: number) => void,
  ): () => void;
  snapshot(): ClusterSnapshot;
}

/** `seed` is used when the world has no cluster yet; one that it has goes on as it was. */
export const kubernetesPractice =
  (seed: KubernetesSeed = {}) =>
  (world: World): KubernetesPractice => {
    const { programs = {} } = seed;
    const store = world.store('kubernetes', emptyState);
    const cluster = openCluster(store);
    const clock = openClock(world);
    const controllers = openControllers(cluster, clock, world.journal, programs);
    const watches = openWatches(cluster, Math.max(1000, 60_000 * world.pace));
    const rights = openRights();
    const api = apiRoutes({
      cluster,
      writes: openWrites(cluster, controllers),
      watches,
      token: practiceToken,
      programs,
    });
    const isNew = Object.keys(store.get().objects).length === 0;
    if (isNew) {
      cluster.transact((tx) => {
        tx.state.behaviour = seed.behaviour ?? 'calm';
        tx.state.kept = structuredClone({ ...seed.kept });
        for (const application of seed.applications ?? []) createApplication(tx, application);
        for (const [namespace, workloads] of Object.entries(seed.workloads ?? {}))
          for (const workload of workloads) createWorkload(tx, undefined, namespace, workload);
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
      pods: () => runningPods(cluster.read()),
      watchAlive({ namespace, name }, seen) {
        const look = () => seen(podsOf(cluster.read(), namespace, name).length);
        look();
        return cluster.subscribe(look);
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
      crashImage: (image, log) => cluster.transact((tx) => void (tx.state.crashing[image] = log)),
      limitPods: (namespace, most) => cluster.transact((tx) => void (tx.state.podQuota[namespace] = most)),
      deny: (right) => rights.deny(right),
      grantOnly: (granted) => rights.grantOnly(granted),
      forgetEvents: () => cluster.forget(),
      dropWatches: () => watches.drop(),
    };
  };
