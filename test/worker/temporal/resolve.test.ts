import { afterAll, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTemporal } from '../../../src/worker/temporal/resolve.ts';
import { sources } from '../../../src/worker/temporal/sources.ts';
import type { SourceOptions } from '../../../src/worker/temporal/sources.ts';

const home = mkdtempSync(join(tmpdir(), 'slipway-resolve-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function program(folder: string, says: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'temporal');
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The usual places, without those that would fetch something. */
const local = (options: SourceOptions) => sources(options).filter((source) => !source.fetches);

describe('finding the Temporal program', () => {
  const real = program(join(home, 'real'), 'temporal version 1.9.1 (Server 1.32.0)');
  const other = program(join(home, 'other'), 'a tool of the same name');
  const cached = program(join(home, 'cache', 'slipway', 'wheel', 'bin'), 'temporal version 1.8.0');
  const nowhere = { PATH: join(home, 'none'), XDG_CACHE_HOME: join(home, 'no-cache') };

  test('takes the configured path before all others', async () => {
    const env = { ...nowhere, PATH: join(home, 'other'), SLIPWAY_TEMPORAL: real };
    expect(await resolveTemporal({ sources: local({ env }) })).toMatchObject({
      path: real,
      from: 'SLIPWAY_TEMPORAL',
    });
  });

  test('passes over a program of the same name that is not Temporal', async () => {
    const env = {
      PATH: `${join(home, 'other')}:${join(home, 'real')}`,
      XDG_CACHE_HOME: join(home, 'no-cache'),
    };
    expect(await resolveTemporal({ sources: local({ env }) })).toMatchObject({ path: real, from: 'PATH' });
  });

  test('finds what an earlier start has fetched', async () => {
    const env = { ...nowhere, XDG_CACHE_HOME: join(home, 'cache') };
    expect(await resolveTemporal({ sources: local({ env }) })).toMatchObject({
      path: cached,
      version: 'temporal version 1.8.0',
    });
  });

  test('names every place it tried, and what to do', async () => {
    const env = { ...nowhere, PATH: join(home, 'other') };
    const failing = { name: 'a download', fetches: true, find: () => Promise.resolve('no network') };
    const error: unknown = await resolveTemporal({ sources: [...local({ env }), failing] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /SLIPWAY_TEMPORAL: not set; PATH: .*not the Temporal CLI; the cache .*: empty; a download: no network/,
      ),
      remedy: expect.stringContaining('PATH'),
    });
    expect(other).toContain('other');
  });
});
