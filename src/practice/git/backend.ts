/** Hands a request to git's own CGI program, and its answer on; what is written down of it is there before anybody has the answer. */
import { spawn } from 'node:child_process';
import type { FastifyReply, FastifyRequest } from 'fastify';

export async function runBackend(
  root: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { prefix = /^\/git/, done }: { readonly prefix?: RegExp; readonly done?: (() => void) | undefined } = {},
): Promise<FastifyReply> {
  const { pathname, search } = new URL(request.url, 'http://git');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(pathname).replace(prefix, ''),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
      REMOTE_USER: 'practice',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => undefined);
  request.raw.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
  done?.();
  return answer(Buffer.concat(chunks), reply);
}

/** Headers, an empty line, the body. */
function answer(output: Buffer, reply: FastifyReply): FastifyReply {
  const end = output.indexOf('\r\n\r\n');
  if (end === -1) return reply.status(500).send('git gave no answer');
  let status = 200;
  for (const line of output.subarray(0, end).toString().split('\r\n')) {
    const [name = '', ...value] = line.split(': ');
    if (name.toLowerCase() === 'status') status = Number(value[0]?.slice(0, 3));
    else void reply.header(name, value.join(': '));
  }
  return reply.status(status).send(output.subarray(end + 4));
}
