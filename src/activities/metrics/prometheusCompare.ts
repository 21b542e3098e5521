/** `metrics.prometheusCompare`: a canary against its baseline, by counters and histograms that Prometheus scraped of both. */
import { z } from 'zod';
import { armAt, byInstance, readArm, ticksOf } from '../prometheus/arms.ts';
import type { ArmTicks } from '../prometheus/arms.ts';
import { clockOf } from '../prometheus/clock.ts';
import { metricDoubts, selectorDoubts, seriesNow } from '../prometheus/known.ts';
import { labelName, labelsSchema, metricSchema, selectorOf } from '../prometheus/selector.ts';
import type { Labels } from '../prometheus/selector.ts';
import { defineComparison } from '../define-comparison.ts';
import { wrong } from '../verify.ts';

const input = z.strictObject({
  canary: labelsSchema.describe('Labels of the canary’s series'),
  baseline: labelsSchema.describe('Labels of the baseline’s series'),
  requests: metricSchema.describe('A counter of all requests'),
  errors: metricSchema.optional().describe('A counter of those that failed'),
  latency: metricSchema
    .optional()
    .describe('A histogram of how long they took, classic or native; the name without `_bucket`'),
  instance: labelName
    .default('instance')
    .describe('The label that tells instances apart; the baseline’s are compared with each other beforehand'),
  lagSeconds: z
    .number()
    .min(0)
    .max(300)
    .default(5)
    .describe('Seconds after which a scrape is sure to be found: a tick is read that much after its end'),
});

export const prometheusCompare = defineComparison({
  kind: 'metrics.prometheusCompare',
  summary: 'Judge a canary against its baseline by what Prometheus scraped of both.',
  input,
  needs: ['prometheus'],
  lagMs: ({ lagSeconds }) => lagSeconds * 1000,
  clock: clockOf,
  title: ({ requests, errors, latency }) =>
    `Canary against baseline: ${[errors === undefined ? [] : ['errors'], latency === undefined ? [] : ['latency']].flat().join(' and ') || 'traffic'} of ${typeof requests === 'string' ? requests : requests.metric}`,
  async verify({ canary, baseline, requests, errors, latency }, { clients: { prometheus }, signal, now }) {
    const asking = { prometheus, signal, now };
    const [known, ofLatency] = await Promise.all([
      metricDoubts(asking, requests),
      latency === undefined ? [] : metricDoubts(asking, latency, ['_bucket', '']),
      // Also where nothing is counted yet, the labels of the canary and of errors must be ones that the server understands.
      seriesNow(asking, selectorOf(requests, canary)),
      errors === undefined ? 0 : seriesNow(asking, selectorOf(errors, baseline)),
    ]);
    const same = selectorOf(requests, canary) === selectorOf(requests, baseline);
    const empty =
      known.length > 0 || same
        ? []
        : await selectorDoubts(
            asking,
            requests,
            baseline,
            (selector) => `the baseline has no series now: ${selector}`,
          );
    return [
      ...known,
      ...ofLatency,
      ...empty,
      ...(same ? [wrong('the canary has the same labels as the baseline')] : []),
    ];
  },
  async read(
    { canary, baseline, lagSeconds: _, ...counted },
    { edges, le },
    { clients: { prometheus }, signal },
  ) {
    const read = async (labels: Labels): Promise<ArmTicks> =>
      ticksOf(await readArm(prometheus, counted, labels, edges, signal), counted.instance, edges);
    const [one, other] = await Promise.all([read(canary), read(baseline)]);
    const bounds = le ?? common(one, other);
    const ticks = edges.slice(1).map((t, tick) => ({
      t,
      canary: armAt(one, tick, bounds),
      baseline: armAt(other, tick, bounds),
    }));
    return { le: bounds, ticks };
  },
  async history(
    { baseline, canary: _, lagSeconds: __, ...counted },
    { edges, le = [] },
    { clients: { prometheus }, signal },
  ) {
    const series = await readArm(prometheus, counted, baseline, edges, signal);
    return [...byInstance(series, counted.instance)].map(([instance, own]) => {
      const ticks = ticksOf(own, counted.instance, edges);
      return { instance, arms: edges.slice(1).map((_, tick) => armAt(ticks, tick, le)) };
    });
  },
});

/** Versions may differ in their buckets; only bounds that both have can be compared. */
function common(canary: ArmTicks, baseline: ArmTicks): readonly number[] {
  if (canary.le.length === 0) return baseline.le;
  return baseline.le.filter((bound) => canary.below.has(bound));
}
