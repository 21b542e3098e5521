/** A real Prometheus that scrapes a real process: this one. Needs the program `prometheus` on the PATH. */
import { describe } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { HttpClient } from '../../src/activities/clients.ts';

/** Tests that need the program: where it is missing they are shown as skipped, and in CI they fail. */
export const describeWithPrometheus =
  process.env['CI'] === undefined && spawnSync('prometheus', ['--version']).status !== 0
    ? describe.skip
    : describe;

/** What an instance shows at its metrics endpoint; undefined: it is down. */
export type Exposition = () => string | undefined;

export interface ScrapedPrometheus {
  readonly client: HttpClient;
  readonly url: string;
  /** Waits until what all instances show now, or whether they are down, has been scraped; gives the time (seconds). */
  scraped(): Promise<number>;
  /** Kills the server where it stands. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `instances` by job and name, scraped every 200 ms. */
export async function startPrometheus(
  instances: Readonly<Record<string, Readonly<Record<string, Exposition>>>>,
): Promise<ScrapedPrometheus> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-prometheus-'));
  const targets = createServer((request, response) => {
    const [, job = '', name = ''] = (request.url ?? '').split('/');
    const text = instances[job]?.[name]?.();
    response.statusCode = text === undefined ? 503 : 200;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(text ?? '');
  });
  await new Promise<void>((resolve) => targets.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const { port: scraped } = targets.address() as AddressInfo;
  writeFileSync(join(dir, 'prometheus.yml'), configOf(instances, scraped));
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  const url = `http://127.0.0.1:${port}`;
  const count = Object.values(instances).reduce((sum, names) => sum + Object.keys(names).length, 0);
  await Promise.race([untilScraping(url, count), failed]);
  failed.catch(() => undefined);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url,
    scraped: () => scrapedSince(url, Date.now() / 1000, count),
    client: { baseUrl: url, fetch: (path, init) => fetch(`${url}${path}`, init) },
    kill,
    async stop() {
      await kill();
      targets.closeAllConnections();
      await new Promise((resolve) => targets.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** JSON is YAML. */
const configOf = (instances: Readonly<Record<string, object>>, scraped: number): string =>
  JSON.stringify({
    global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
    scrape_configs: Object.entries(instances).flatMap(([job, names]) =>
      Object.keys(names).map((name) => ({
        job_name: `${job}-${name}`,
        metrics_path: `/${job}/${name}`,
        static_configs: [{ targets: [`127.0.0.1:${scraped}`], labels: { job, instance: name } }],
      })),
    ),
  });

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Ready it is at once; it begins to scrape some seconds later. */
async function untilScraping(url: string, count: number): Promise<void> {
  const answer = z.object({ data: z.object({ result: z.array(z.unknown()) }) });
  for (;;) {
    // While it starts it refuses connections, then answers 503 in plain text.
    const up = await fetch(`${url}/api/v1/query?query=up`)
      .then(async (response) => answer.safeParse(await response.json()).data?.data.result.length)
      .catch(() => undefined);
    if (up === count) return;
    await wait(50);
  }
}

/** `timestamp(up)` is when a scrape began: one that began before may have read what was shown then. */
async function scrapedSince(url: string, since: number, count: number): Promise<number> {
  const answer = z.object({
    data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.coerce.number()]) })) }),
  });
  for (;;) {
    const response = await fetch(`${url}/api/v1/query?query=timestamp(up)`);
    const { result } = answer.parse(await response.json()).data;
    if (result.filter(({ value: [, at] }) => at > since).length === count) return Date.now() / 1000;
    await wait(50);
  }
}
