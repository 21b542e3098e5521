import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { canonicalJson, digestOf } from '../../src/runbook/digest.ts';

/** The example of RFC 8785, section 3.2. */
const given = JSON.parse(
  String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
) as Parameters<typeof canonicalJson>[0];
const canonical = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;

test('canonical JSON is that of RFC 8785', () => {
  expect(canonicalJson(given)).toBe(canonical);
});

test('the digest is SHA-256 of its UTF-8', () => {
  expect(digestOf(given)).toBe(`sha256:${createHash('sha256').update(canonical).digest('hex')}`);
});
