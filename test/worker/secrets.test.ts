/** Where secrets come from, and that they go nowhere. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveSecret, scrub } from '../../src/worker/secrets.ts';

describe('secrets', () => {
  afterEach(() => {
    delete process.env['TEST_SECRET'];
  });

  test('come from the environment or from a file', () => {
    process.env['TEST_SECRET'] = 'from-env\n';
    expect(resolveSecret({ env: 'TEST_SECRET' })).toBe('from-env');
    const dir = mkdtempSync(join(tmpdir(), 'slipway-secret-'));
    writeFileSync(join(dir, 'token'), 'from-file\n');
    expect(resolveSecret({ file: join(dir, 'token') })).toBe('from-file');
    rmSync(dir, { recursive: true });
  });

  test.each([
    ['a variable that is not set', { env: 'TEST_SECRET_NOWHERE' }, 'TEST_SECRET_NOWHERE'],
    ['a file that is not there', { file: '/nowhere/token' }, '/nowhere/token'],
  ])('that are missing are named: %s', (_, ref, name) => {
    expect(() => resolveSecret(ref)).toThrow(
      expect.objectContaining({
        type: 'credentials-missing',
        nonRetryable: true,
        message: expect.stringContaining(name),
      }),
    );
  });

  test('that are empty count as missing', () => {
    process.env['TEST_SECRET'] = ' ';
    expect(() => resolveSecret({ env: 'TEST_SECRET' })).toThrow(/not set/);
  });

  test('are scrubbed from texts, in URLs and JSON too, the longer before the one it contains', () => {
    process.env['TEST_SECRET'] = 'p@ss/"word"';
    resolveSecret({ env: 'TEST_SECRET' });
    process.env['TEST_SECRET'] = 'p@ss/"word"-longer';
    resolveSecret({ env: 'TEST_SECRET' });
    const texts = [
      'a p@ss/"word" b',
      `x?token=${encodeURIComponent('p@ss/"word"')}`,
      JSON.stringify('p@ss/"word"'),
      'p@ss/"word"-longer',
    ];
    expect(texts.map(scrub)).toEqual(['a *** b', 'x?token=***', '"***"', '***']);
    expect(scrub('nothing secret')).toBe('nothing secret');
  });
});
