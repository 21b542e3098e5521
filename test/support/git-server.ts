/** A git repository of manifests, served over smart HTTP: what Argo CD needs to have something to sync from. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitServer {
  /** What an Application's `repoURL` is. */
  readonly url: string;
  /** Commits these files to `main` and returns the commit's hash. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

/** `host`: an address of this machine that Argo CD's repo server can reach. */
export async function startGitServer(host = '127.0.0.1'): Promise<GitServer> {
  const root = await mkdtemp(join(tmpdir(), 'slipway-git-'));
  const work = join(root, 'work');
  const git = (...args: string[]) => run('git', ['-C', work, ...args]);
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(root, 'manifests.git')]);
  await run('git', ['clone', '--quiet', join(root, 'manifests.git'), work]);
  await git('config', 'user.name', 'Slipway');
  await git('config', 'user.email', 'slipway@example.com');

  const server = createServer((request, response) => serve(root, request, response));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/manifests.git`,
    async commit(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(work, path)), { recursive: true });
        await writeFile(join(work, path), content);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', 'Change manifests');
      await git('push', '--quiet', 'origin', 'HEAD:main');
      return (await git('rev-parse', 'HEAD')).stdout.trim();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Hands the request to git's own CGI program. */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  const header = (name: string) => String(request.headers[name] ?? '');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => answer(Buffer.concat(chunks), response));
}

/** A CGI answer: headers, an empty line, the body. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output.subarray(0, Math.max(0, end)).toString().split('\r\n').filter(Boolean);
  let status = end === -1 ? 500 : 200;
  for (const line of headers) {
    const [name = '', ...value] = line.split(': ');
    if (name.toLowerCase() === 'status') status = Number(value[0]?.slice(0, 3));
    else response.setHeader(name, value.join(': '));
  }
  response.writeHead(status).end(output.subarray(end + 4));
}
