/** `metrics.prometheusQuery` against the practised Prometheus. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { prometheusQuery } from '../../../src/activities/metrics/index.ts';
import { createPrometheus } from '../../../src/practice/prometheus/index.ts';
import { createTraffic } from '../../../src/practice/traffic/index.ts';
import { checkContext } from '../../support/check-context.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

describe('metrics.prometheusQuery', () => {
  let started: StartedPracticeSystem;
  beforeEach(async () => {
    started = await startPracticeSystem((world) => {
      const traffic = createTraffic(world, {
        services: { app: { requestsPerSecond: 100, errorRate: 0.05, latencySeconds: 0.1 } },
        liveVersions: () => [{ service: 'app', version: '1', share: 1 }],
      });
      return createPrometheus(world, { traffic });
    });
  });
  afterEach(() => started.stop());

  const sample = (query: string, unit = '') =>
    prometheusQuery.definition.sample(
      { query, unit },
      checkContext({ systems: { prometheus: { type: 'prometheus', url: `${started.url}/prometheus` } } }),
    );

  test('gives the one number of a query, and says it with its unit', async () => {
    const errors =
      'sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) * 100';
    const { value, says } = await sample(errors, '%');
    expect(value).toBeCloseTo(5, 0);
    expect(says).toMatch(/^[45](\.\d+)? %$/);
    expect(await sample('1 + 1')).toEqual({ value: 2, says: '2' });
  });

  test.each([
    ['no series', 'sum(rate(nothing_total[5m]))'],
    ['not a number', '0 / 0'],
    ['infinity', '1 / 0'],
  ])('takes %s for no data, never for zero', async (_, query) => {
    expect(await sample(query)).toMatchObject({ value: null, says: expect.stringMatching(/^no data/) });
  });

  test('refuses several series, and a query that Prometheus refuses, with its reason', async () => {
    await expect(sample('http_requests_total')).rejects.toMatchObject({
      type: 'input-invalid',
      nonRetryable: true,
    });
    await expect(sample('sum(')).rejects.toMatchObject({
      type: 'refused',
      message: expect.stringContaining('parse error'),
    });
  });

  test('asks for a later retry when Prometheus is ill', async () => {
    started.world.faults.add({ kind: { type: 'status', status: 503 } });
    await expect(sample('1')).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
  });

  test('gives a plan a check', () => {
    expect(prometheusQuery({ query: 'up' }, { id: 'up', min: 1 })).toMatchObject({
      id: 'up',
      kind: 'metrics.prometheusQuery',
      min: 1,
      failureLimit: 0,
    });
  });
});
