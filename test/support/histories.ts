/** The replay corpus: histories of the engine's own tests, one a feature, kept for ever. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;
const folder = join(__dirname, '..', 'replay', 'histories');

/** With SLIPWAY_RECORD set (`npm run replay:record`), each test that ends a release adds its history to the corpus. */
export async function recordHistory(handle: WorkflowHandle, part?: string): Promise<void> {
  const prefix = process.env['SLIPWAY_RECORD'];
  if (prefix === undefined) return;
  const name = (expect.getState().currentTestName ?? 'unnamed')
    .replace(/[^a-z0-9]+/gi, '-')
    .toLowerCase()
    .slice(0, 100);
  const bytes = History.encode(await handle.fetchHistory()).finish();
  const suffix = part === undefined ? '' : `-${part}`;
  writeFileSync(join(folder, `${prefix}-${name}${suffix}.binpb.gz`), gzipSync(bytes, { level: 9 }));
}

export const histories = (): {
  readonly name: string;
  readonly history: temporal.api.history.v1.IHistory;
}[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.binpb.gz'))
    .map((file) => ({
      name: file.replace('.binpb.gz', ''),
      history: History.decode(gunzipSync(readFileSync(join(folder, file)))),
    }));
