/**
 * App's canary against the version before, which runs beside it: a soak that ends by evidence, then a person's word, and the
 * comparison goes on until that is given.
 */
import { guard, parallel, sequence, soak } from 'slipway';
import type { BuiltNode, Check } from 'slipway';
import { metrics } from 'slipway/steps';
import { judgeYourself, promoteCanary } from './gates.ts';
import type { BalrogRelease } from './look-around.ts';

/** What is done `meanwhile` does not wait for the canary, and is done before anybody is asked. */
export function judgeCanary(release: BalrogRelease, meanwhile: readonly BuiltNode[] = []): BuiltNode {
  const { input } = release;
  const compared = soak('Compare app’s canary with the version before', {
    id: 'compare-canary',
    checks: [against(release, 'canary')],
    interval: input.every,
    for: input.soakFor,
    minimum: input.watchFor,
    // What both versions meet drops out of a comparison: no incident explains the difference.
    onFail: 'rollback',
    onInconclusive: 'ask',
    ask: judgeYourself(release),
  });
  return sequence('Canary and decision', [
    meanwhile.length === 0
      ? compared
      : parallel('Canary, and what does not touch it', [compared, ...meanwhile]),
    guard(
      'Go on comparing until app is promoted',
      {
        id: 'compare-on',
        checks: [against(release, 'canary-meanwhile')],
        interval: input.every,
        onFail: 'rollback',
        onInconclusive: 'ask',
        ask: judgeYourself(release),
      },
      promoteCanary(release),
    ),
  ]);
}

/** Errors and latency, as on the dashboard; hours of the pods before the release show what is usual among them. */
function against({ input, settings, previous, services }: BalrogRelease, id: string): Check {
  const { appLabels, versionLabel, podLabel, requestsMetric, errorLabel, errorValues, tickSeconds } =
    settings;
  const before = services.app.version ?? previous;
  return metrics.prometheusCompare(
    {
      canary: { ...appLabels, [versionLabel]: input.version },
      baseline: { ...appLabels, [versionLabel]: before },
      requests: requestsMetric,
      errors: { metric: requestsMetric, where: { [errorLabel]: { matches: errorValues } } },
      latency: settings.latencyMetric,
      instance: podLabel,
      lagSeconds: settings.scrapeLagSeconds,
    },
    {
      id,
      title: `App ${input.version} against ${before}`,
      ...(tickSeconds === undefined ? {} : { tickSeconds }),
    },
  );
}
