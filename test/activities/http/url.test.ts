/** Addresses that everybody can read, in a plan and in errors, hold no login. */
import { describe, expect, test } from '@jest/globals';
import { checks, comparisons, steps } from '../../../src/activities/registry.ts';

const withLogin = 'https://me:hunter2@shop.example/health';
const without = 'https://shop.example/health';
const counter = 'http_requests_total';

describe.each([
  ['http.check', steps, (url: string) => ({ url })],
  ['metrics.httpProbe', checks, (url: string) => ({ url })],
  [
    'metrics.scrapeCompare',
    comparisons,
    (url: string) => ({ canary: [url], baseline: ['http://127.0.0.1:1/'], requests: counter }),
  ],
  [
    'metrics.scrapeCompare',
    comparisons,
    (url: string) => ({ canary: ['http://127.0.0.1:1/'], baseline: [url], requests: counter }),
  ],
])('%s', (kind, catalog, inputWith) => {
  test('takes no address with a user and a password, and does not say them', () => {
    const schema = catalog.get(kind)?.input;
    expect(schema?.safeParse(inputWith(without)).success).toBe(true);
    const refused = schema?.safeParse(inputWith(withLogin));
    expect(refused?.success).toBe(false);
    expect(refused?.error?.message).toContain('must hold no user and no password');
    expect(refused?.error?.message).not.toContain('hunter2');
  });
});
