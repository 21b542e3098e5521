/**
 * What is soaked: a source that answers as Prometheus does to the two kinds of query that soaks ask: samples, and what time it is. A service of eleven instances
 * and one of two, scraped since ever; every counter follows from the time, so that answering costs next to nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface SourceOptions {
  /** Seconds between two scrapes. */
  readonly scrape: number;
}

const querySchema = z
  .string()
  .regex(/\[\d+ms\]$/)
  .transform((query) => ({
    range: Number(/\[(\d+)ms\]$/.exec(query)?.[1]) / 1000,
    label: (name: string) => new RegExp(`[{,]${name}="([^"]*)"`).exec(query)?.[1],
  }));

/** Stable instances of a service. */
const stable: Readonly<Record<string, number>> = { fleet: 10, pair: 1 };
const requestsPerSecond = 50;
const errorRate = 0.01;

export async function run({ scrape }: SourceOptions) {
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const asked = searchParams.get('query');
    const data =
      asked === '1'
        ? { resultType: 'scalar', result: [Date.now() / 1000, '1'] }
        : {
            resultType: 'matrix',
            result: seriesOf(querySchema.parse(asked), Number(searchParams.get('time')), scrape),
          };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: async () => `http://127.0.0.1:${port}`, answered: async () => answered };
}

function seriesOf({ range, label }: z.output<typeof querySchema>, time: number, scrape: number) {
  const service = label('service') ?? '';
  const names =
    label('version') === '2' ? ['canary'] : Array.from({ length: stable[service] ?? 0 }, (_, n) => `s${n}`);
  const times: number[] = [];
  for (let at = Math.floor(time / scrape) * scrape; at > time - range; at -= scrape) times.unshift(at);
  const statuses = [label('status') ?? ['200', '500']].flat();
  return names.flatMap((instance, index) =>
    statuses.map((status) => ({
      metric: { service, instance, status },
      values: times.map((at) => [at, String(counterAt(at / scrape, index, scrape, status))]),
    })),
  );
}

/** Since a while ago, with errors that come and go. */
function counterAt(scrapes: number, instance: number, scrape: number, status: string): number {
  const each = requestsPerSecond * scrape;
  const errors = Math.floor(
    (scrapes % 1e6) * each * errorRate + 0.2 * each * errorRate * Math.sin(scrapes * (3 + instance)),
  );
  return status === '500' ? errors : Math.floor((scrapes % 1e6) * each) - errors;
}
