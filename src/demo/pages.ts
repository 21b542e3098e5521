/** Pages of the releases in which something was judged, as `slipway report` writes them; they outlive the demonstration. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileNameOf } from '../client/report/file-name.ts';
import { reportPage } from '../client/report/page.ts';
import type { ReleaseEnd } from './release-end.ts';
import { evidenceOf } from './evidence-of.ts';

/** Paths of what was written. */
export function writePages(ends: readonly ReleaseEnd[]): string[] {
  const judged = ends.filter(({ view }) => evidenceOf(view).length > 0);
  if (judged.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'slipway-demo-report-'));
  return judged.map(({ view }) => {
    const path = join(folder, fileNameOf(view));
    writeFileSync(path, reportPage({ view }, Date.now()));
    return path;
  });
}
