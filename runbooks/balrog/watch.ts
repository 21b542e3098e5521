/** The watch: new exceptions in Sentry, spikes and dips of the traffic, for at least some minutes. */
import type { Check, GuardOptions } from 'slipway';
import { metrics } from 'slipway/steps';
import { explain } from './gates.ts';
import type { BalrogRelease } from './look-around.ts';

/** All that a guard needs besides its title. */
export const watching = (release: BalrogRelease): GuardOptions => ({
  checks: [...exceptions(release), ...traffic(release)],
  interval: release.input.every,
  atLeast: release.input.watchFor,
  onFail: 'ask',
  ask: explain(release),
});

/** Of any backend service: those new in this version, whenever it began, and those that its arrival brings out in others. */
function exceptions({ input, settings }: BalrogRelease): Check[] {
  const where = {
    projects: settings.sentryProjects,
    ...(settings.sentryEnvironment === undefined ? {} : { environment: settings.sentryEnvironment }),
  };
  return [
    metrics.newIssues(
      { ...where, release: `${settings.sentryReleasePrefix}${input.version}` },
      { id: 'exceptions-of-version', title: `Exceptions that are new in ${input.version}` },
    ),
    metrics.newIssues(where, {
      id: 'exceptions',
      title: 'Exceptions first seen since the watch began',
    }),
  ];
}

/** What one sees on Grafana's charts: the rate of requests against an hour ago, errors, and how long answers take. */
function traffic({ settings }: BalrogRelease): Check[] {
  const { requestRate, errorRatio, latency, trafficChange, maxErrorRatio, maxLatencySeconds } = settings;
  // One sample may be off; two are notable.
  const bounds = { failureLimit: 1, inconclusiveLimit: 5 };
  return [
    metrics.prometheusQuery(
      { query: requestRate },
      {
        id: 'request-rate',
        title: 'Requests, as a share of those an hour ago',
        min: 1 - trafficChange,
        max: 1 + trafficChange,
        ...bounds,
      },
    ),
    metrics.prometheusQuery(
      { query: errorRatio },
      { id: 'error-ratio', title: 'Errors, as a share of all requests', max: maxErrorRatio, ...bounds },
    ),
    metrics.prometheusQuery(
      { query: latency, unit: 's' },
      { id: 'latency', title: 'Time that an answer takes', max: maxLatencySeconds, ...bounds },
    ),
  ];
}
