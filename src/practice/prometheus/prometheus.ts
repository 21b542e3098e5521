/** A practised Prometheus: it notes when the load changes, and answers queries about what scrapes of that traffic have found. */
import type { Traffic } from '../traffic/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import { prometheusRoutes } from './routes.ts';
import { seriesOf } from './series.ts';
import type { Stretch } from './series.ts';

export interface PrometheusOptions {
  readonly traffic: Traffic;
  /** Bearer token that queries need. Default: none. */
  readonly token?: string;
  /** What the ups and downs of traffic hang on. */
  readonly seed?: string;
}

/** How often the load is looked at while nobody asks. */
const lookMs = 250;
/** Seconds between two scrapes in life; however fast the world is, no more than so many a second. */
const scrapeSeconds = { inLife: 15, least: 0.5 };
/** The present load is taken to have lasted that long when the world begins: queries find data at once. */
const historySeconds = 86_400;

export function createPrometheus(
  world: World,
  { traffic, token, seed = 'slipway' }: PrometheusOptions,
): PracticeSystem {
  const store = world.store<{ stretches: Stretch[] }>('prometheus', () => ({ stretches: [] }));

  function look(): readonly Stretch[] {
    const loads = traffic.loads().map(({ exception: _, ...load }) => load);
    const { stretches } = store.get();
    const now = Date.now() / 1000;
    if (JSON.stringify(stretches.at(-1)?.loads) === JSON.stringify(loads)) return stretches;
    const at = stretches.length === 0 ? now - historySeconds : now;
    return store.update((draft) => {
      draft.stretches.push({ at, loads });
      return draft.stretches;
    });
  }

  const interval = Math.max(scrapeSeconds.least, scrapeSeconds.inLife * world.pace);
  let timer: NodeJS.Timeout | undefined;
  return {
    name: 'prometheus',
    prefix: '/prometheus',
    routes: prometheusRoutes(() => seriesOf(look(), { seed, interval, now: Date.now() / 1000 }), token),
    rateLimited: (reply, seconds) =>
      reply
        .status(429)
        .header('retry-after', String(seconds))
        .send({ status: 'error', errorType: 'too_many_requests', error: 'too many requests' }),
    start() {
      look();
      timer = setInterval(look, lookMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
    },
    // What was measured is a log; nothing is deployed in Prometheus.
    snapshot: () => ({}),
  };
}
