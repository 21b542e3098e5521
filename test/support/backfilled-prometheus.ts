/** A real Prometheus that holds samples of one's own. Needs the programs `prometheus` and `promtool` on the PATH. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from '../../src/loopback/ports.ts';

export interface BackfilledSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: number, value: string])[];
}

export interface BackfilledPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

export async function backfilledPrometheus(
  series: readonly BackfilledSeries[],
): Promise<BackfilledPrometheus> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-backfilled-'));
  const samples = join(dir, 'samples.txt');
  const data = join(dir, 'data');
  writeFileSync(samples, openMetrics(series));
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', samples, data]);
  writeFileSync(join(dir, 'prometheus.yml'), '{}');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const ready = (): Promise<boolean> =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(ready, (is) => is);
  return {
    url,
    async stop() {
      server.kill('SIGKILL');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The samples of a family stand together, those of a series in order. */
const openMetrics = (series: readonly BackfilledSeries[]): string =>
  [
    ...series.flatMap(({ metric: { __name__: name = '', ...labels }, values }) => {
      const text = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      return values.map(([time, value]) => `${name}{${text.join(',')}} ${value} ${time}`);
    }),
    '# EOF',
    '',
  ].join('\n');
