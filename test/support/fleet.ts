/**
 * A service of several processes under load, and a real Prometheus that scrapes them and knows the hour and a half before:
 * two stable instances, a good canary, and a bad one.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { keepProcess } from '../../src/worker/kept-process.ts';
import { freePort } from '../../src/loopback/ports.ts';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';

/** Share of errors by job and instance. */
const instances = [
  { job: 'stable', instance: 's1', errors: 0.1 },
  { job: 'stable', instance: 's2', errors: 0.1 },
  { job: 'good', instance: 'g', errors: 0.1 },
  { job: 'bad', instance: 'b', errors: 0.3 },
];

export interface Fleet {
  /** Of Prometheus. */
  readonly url: string;
  /** Kills Prometheus where it stands. */
  killPrometheus(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFleet(): Promise<Fleet> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-fleet-'));
  const services = await Promise.all(
    instances.map(async ({ errors, ...labels }) => {
      const child = await startChild('service.mjs', String(errors));
      return { child, labels, port: z.number().parse(child.said) };
    }),
  );
  const load = await startChild('load.mjs', ...services.map(({ port }) => String(port)));
  const scrape = services.map(({ labels, port }) => ({
    job_name: labels.instance,
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels }],
  }));
  // JSON is YAML.
  const config = { global: { scrape_interval: '250ms', scrape_timeout: '250ms' }, scrape_configs: scrape };
  writeFileSync(join(dir, 'prometheus.yml'), JSON.stringify(config));
  writeFileSync(join(dir, 'past.txt'), past());
  execFileSync('promtool', [
    ...['tsdb', 'create-blocks-from', 'openmetrics', '--quiet'],
    ...[join(dir, 'past.txt'), join(dir, 'data')],
  ]);
  const port = await freePort('127.0.0.1');
  const prometheus = await keepProcess(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { logFile: join(dir, 'prometheus.log') },
  );
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    () => scraped(url),
    (count) => count === services.length,
  );
  const killPrometheus = async (): Promise<void> => {
    process.kill(prometheus.pid, 'SIGKILL');
    await prometheus.ended;
  };
  return {
    url,
    killPrometheus,
    async stop() {
      await prometheus.stop(0);
      await Promise.all([load, ...services.map(({ child }) => child)].map((child) => child.kill()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const answerSchema = z.object({ data: z.object({ result: z.array(z.unknown()) }) });

/** How many instances it has scraped. While it starts it refuses connections, then answers in plain text. */
const scraped = (url: string): Promise<number> =>
  fetch(`${url}/api/v1/query?query=up==1`)
    .then(async (response) => answerSchema.parse(await response.json()).data.result.length)
    .catch(() => 0);

const pastSeconds = 5400;

/** What four stable instances served until now, second by second, with errors that came by chance. */
function past(): string {
  let seed = 1;
  const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const drawn = (): number => Array.from({ length: 100 }, chance).filter((one) => one < 0.1).length;
  const begin = Math.floor(Date.now() / 1000) - pastSeconds;
  const lines = ['s1', 's2', 's3', 's4'].flatMap((instance) => {
    const errors = Array.from({ length: pastSeconds }, drawn);
    let failed = 0;
    const counts = errors.map((count, second) => [100 * (second + 1) - (failed += count), failed] as const);
    return ['200', '500'].flatMap((code, index) =>
      counts.map(
        (count, second) =>
          `http_requests_total{job="stable",instance="${instance}",code="${code}"} ${count[index] ?? 0} ${begin + second}`,
      ),
    );
  });
  return [...lines, '# EOF', ''].join('\n');
}
