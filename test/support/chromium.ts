/** Opens a page in a real browser without a screen. Needs the program `chromium` on the PATH. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeWith } from './describe-with.ts';

export const describeWithChromium = describeWith('chromium');

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Opened {
  /** The document as the browser understood it. */
  readonly dom: string;
  /** What it logged: refused resources, scripts that ran. */
  readonly log: string;
}

export function openInChromium(
  file: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Opened> {
  const profile = mkdtempSync(join(tmpdir(), 'slipway-chromium-'));
  const args = [
    ...quiet,
    '--enable-logging=stderr',
    `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`,
    '--dump-dom',
    pathToFileURL(file).href,
  ];
  return new Promise((resolve, reject) => {
    execFile('chromium', args, { timeout: 45_000, maxBuffer: 50_000_000 }, (error, dom, log) => {
      rmSync(profile, { recursive: true, force: true });
      if (error !== null) return reject(new Error(`chromium: ${log}`, { cause: error }));
      resolve({
        dom,
        log: log
          .split('\n')
          .filter((line) => line.includes('CONSOLE'))
          .join('\n'),
      });
    });
  });
}
