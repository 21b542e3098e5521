/** A real registry in the practice world, at `/v2`: the distribution registry, with a journal of every tag that moved before it. */
import { request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { freePort } from '../../loopback/ports.ts';
import { authenticate } from '../git/index.ts';
import type { PracticeLogin } from '../git/index.ts';
import type { PracticeSystem, World } from '../world.ts';
import { startBeside } from '../beside.ts';
import type { BesideWorld } from '../beside.ts';
import { pushSeed } from './seed.ts';
import type { ImageSeed } from './seed.ts';
import { tagsIn } from './tags.ts';

export interface PracticeImages extends PracticeSystem {
  /** Digests by tag, of one repository. */
  tags(repository: string): Readonly<Record<string, string>>;
}

export interface PracticeImagesOptions {
  readonly images?: readonly ImageSeed[];
  /** Who may read and write; absent: anybody. */
  readonly login?: PracticeLogin;
  /** `no`: as registries that keep everything. Default `yes`. */
  readonly deletes?: 'yes' | 'no';
}

const manifestPath = /^\/v2\/(.+)\/manifests\/([^/?]+)$/;

export function practiceImages(
  world: World,
  { images = [], login, deletes = 'yes' }: PracticeImagesOptions = {},
): PracticeImages {
  const dir = join(world.dir, 'images');
  const storage = join(dir, 'storage');
  let beside: BesideWorld | undefined;
  let port = 0;
  const tags = (repository: string): Record<string, string> => tagsIn(storage)[repository] ?? {};
  return {
    name: 'oci',
    prefix: '/v2',
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send({ errors: [] }),
    routes: async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      if (login !== undefined) app.addHook('onRequest', authenticate(login));
      app.all('/*', async (request, reply) => {
        const [, repository, reference = ''] = manifestPath.exec(request.url.split('?')[0] ?? '') ?? [];
        if (repository === undefined || ['GET', 'HEAD'].includes(request.method))
          return hand(await pass(port, request), reply);
        const before = tags(repository);
        const answer = await pass(port, request);
        // Its own tags alone: others may be moved beside it.
        const moved = (of: Readonly<Record<string, string>>) =>
          Object.fromEntries(
            Object.entries(of).filter(([tag]) => tag === reference || before[tag] === reference),
          );
        record(world, repository, {
          before: moved(before),
          after: moved(tags(repository)),
          key: keyOf(request),
        });
        return hand(answer, reply);
      });
    },
    async start() {
      mkdirSync(storage, { recursive: true });
      port = await freePort();
      writeFileSync(join(dir, 'config.yml'), configOf(storage, port, deletes));
      beside = startBeside('docker-registry', ['serve', join(dir, 'config.yml')]);
      await untilAnswers(port, beside);
      const there = tagsIn(storage);
      for (const image of images)
        await pushSeed(`http://127.0.0.1:${port}`, image, there[image.repository] ?? {});
    },
    stop: async () => beside?.stop(),
    tags,
    snapshot: () => tagsIn(storage),
  };
}

const keyOf = ({ headers }: FastifyRequest): string | null => {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
};

interface Moved {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly key: string | null;
}

function record({ journal }: World, repository: string, { before, after, key }: Moved): void {
  for (const tag of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[tag], after[tag]];
    if (from === to) continue;
    const effect = to === undefined ? 'tag.delete' : 'tag.set';
    journal.record({ system: 'oci', effect, target: `${repository}:${tag}`, key, detail: { from, to } });
  }
}

const configOf = (storage: string, port: number, deletes: 'yes' | 'no'): string =>
  JSON.stringify({
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: deletes === 'yes' } },
    http: { addr: `127.0.0.1:${port}`, relativeurls: true },
  });

function pass(port: number, { raw, url, method, headers }: FastifyRequest): Promise<IncomingMessage> {
  const { host: _host, connection: _connection, ...others } = headers;
  return new Promise((resolve, reject) => {
    const asked = ask({ host: '127.0.0.1', port, path: url, method, headers: others }, resolve);
    asked.once('error', reject);
    raw.pipe(asked);
  });
}

function hand(answer: IncomingMessage, reply: FastifyReply): FastifyReply {
  const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = answer.headers;
  return reply
    .status(answer.statusCode ?? 502)
    .headers(headers)
    .send(answer);
}

async function untilAnswers(port: number, { ended }: BesideWorld): Promise<void> {
  const state = { over: false };
  void ended.then(() => (state.over = true));
  for (const until = Date.now() + 20_000; Date.now() < until; await wait(50)) {
    if (state.over)
      throw new Error(
        'The registry could not be started. The practice world needs the program docker-registry (apt-get install docker-registry).',
      );
    const ok = await fetch(`http://127.0.0.1:${port}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
  }
  throw new Error('The registry does not answer.');
}
