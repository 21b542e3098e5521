/** A real Prometheus that scrapes a real process: this one. Needs the program `prometheus` on the PATH. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { describeWith } from './describe-with.ts';
import { freePort } from '../../src/loopback/ports.ts';
import type { HttpClient } from '../../src/activities/clients.ts';

export const describeWithPrometheus = describeWith('prometheus', 'promtool');

/** What an instance shows at its metrics endpoint, as text or in protobuf; undefined: it is down. */
export type Exposition = () => string | Uint8Array | undefined;

/** By job and name. */
type Instances = Readonly<Record<string, Readonly<Record<string, Exposition>>>>;

export interface ScrapedPrometheus {
  readonly client: HttpClient;
  readonly url: string;
  /** Waits until what all instances show now, or whether they are down, has been scraped; gives the time (seconds). */
  scraped(): Promise<number>;
  /** Kills the server where it stands. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const protobuf =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** `instances` are scraped every 200 ms if `every` does not say otherwise: a scrape that takes longer than that is lost. */
export async function startPrometheus(
  instances: Instances,
  features: readonly string[] = [],
  every = '200ms',
): Promise<ScrapedPrometheus> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-prometheus-'));
  const targets = createServer((request, response) => {
    const [, job = '', name = ''] = (request.url ?? '').split('/');
    const shown = instances[job]?.[name]?.();
    response.statusCode = shown === undefined ? 503 : 200;
    response
      .setHeader('content-type', typeof shown === 'object' ? protobuf : 'text/plain; version=0.0.4')
      .end(shown ?? '');
  });
  await new Promise<void>((resolve) => targets.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const { port: scraped } = targets.address() as AddressInfo;
  writeFileSync(join(dir, 'prometheus.yml'), configOf(instances, scraped, every));
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...features.map((feature) => `--enable-feature=${feature}`),
    ],
    { stdio: 'ignore' },
  );
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([untilScraping(url, sizeOf(instances)), failed]);
  failed.catch(() => undefined);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url,
    scraped: () => scrapedSince(url, Date.now() / 1000, instances),
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
const configOf = (instances: Instances, scraped: number, every: string): string =>
  JSON.stringify({
    global: { scrape_interval: every, scrape_timeout: every },
    scrape_configs: Object.entries(instances).flatMap(([job, names]) =>
      Object.keys(names).map((name) => ({
        job_name: `${job}-${name}`,
        metrics_path: `/${job}/${name}`,
        static_configs: [{ targets: [`127.0.0.1:${scraped}`], labels: { job, instance: name } }],
      })),
    ),
  });

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

/** A sample of `up` stands at the time its scrape began: one that began before may have read what was shown then, and a scrape that was lost says 0 of an instance that is up. */
async function scrapedSince(url: string, since: number, instances: Instances): Promise<number> {
  const answer = z.object({
    data: z.object({
      result: z.array(
        z.object({
          metric: z.object({ job: z.string(), instance: z.string() }),
          values: z.array(z.tuple([z.number(), z.coerce.number()])),
        }),
      ),
    }),
  });
  for (;;) {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent('up[1m]')}`);
    const { result } = answer.parse(await response.json()).data;
    const told = result.filter(({ metric: { job, instance }, values }) => {
      const up = instances[job]?.[instance]?.() === undefined ? 0 : 1;
      return values.some(([at, value]) => at > since && value === up);
    });
    if (told.length === sizeOf(instances)) return Date.now() / 1000;
    await wait(50);
  }
}

const sizeOf = (instances: Instances): number =>
  Object.values(instances).reduce((sum, names) => sum + Object.keys(names).length, 0);
