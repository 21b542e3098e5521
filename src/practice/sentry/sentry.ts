/** A practised Sentry: a version that throws, and meets traffic, shows up as an issue. */
import type { Load, Traffic } from '../traffic/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import { sight } from './issues.ts';
import type { Issue, IssueState, Sighting } from './issues.ts';
import { sentryRoutes } from './routes.ts';

export interface SentryOptions {
  readonly traffic: Traffic;
  /** The organization's slug. Default `practice`. */
  readonly organization?: string;
  /** Default `sentry-practice`. */
  readonly token?: string;
  /** Slugs of the projects. */
  readonly projects: readonly string[];
  /** Which project, release and environment a version's exceptions are reported under; the default: service, version, label. */
  readonly reportedAs?: (load: Load) => Pick<Sighting, 'project' | 'release' | 'environment'>;
}

export interface Sentry extends PracticeSystem {
  /** Reports an event, as an application would. */
  report(sighting: Sighting): Issue;
  /** Marks an issue as resolved: seen again, it has regressed. */
  resolve(id: string): void;
}

/** How often the versions that run are looked at while nobody asks. */
const reportMs = 500;

const byLabel = ({ service, version, labels }: Load) => ({
  project: service,
  release: version,
  environment: labels['environment'] ?? 'production',
});

export function createSentry(world: World, options: SentryOptions): Sentry {
  const {
    traffic,
    organization = 'practice',
    token = 'sentry-practice',
    projects,
    reportedAs = byLabel,
  } = options;
  const store = world.store<IssueState>('sentry', () => ({ issues: [] }));
  const report = (sighting: Sighting) =>
    store.update((state) => sight(state, sighting, new Date().toISOString()));
  const look = () => {
    for (const load of traffic.loads()) {
      if (load.exception !== undefined && load.errorRate > 0)
        report({ ...reportedAs(load), ...load.exception });
    }
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    name: 'sentry',
    prefix: '/sentry',
    routes: sentryRoutes(world, { slug: organization, token, projects }, () => {
      look();
      return store.get().issues;
    }),
    rateLimited: (reply, seconds) =>
      // Sentry says when its window resets, not how long to wait.
      reply
        .status(429)
        .headers({
          'x-sentry-rate-limit-limit': '40',
          'x-sentry-rate-limit-remaining': '0',
          'x-sentry-rate-limit-reset': String(Math.ceil(Date.now() / 1000 + seconds)),
        })
        .send({
          detail: 'You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds',
        }),
    start() {
      timer = setInterval(look, reportMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
    },
    // What was thrown is a log; nothing is deployed in Sentry.
    snapshot: () => ({}),
    report,
    resolve: (id) =>
      store.update(({ issues }) => {
        const issue = issues.find((one) => one.id === id);
        if (issue !== undefined) Object.assign(issue, { status: 'resolved', substatus: null });
      }),
  };
}
