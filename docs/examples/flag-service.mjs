// A flag service to try the examples with: node docs/examples/flag-service.mjs. It forgets everything when it ends.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Starts it on loopback; port 0 takes any free one. */
export async function startFlagService(port) {
  const flags = new Map();
  const server = createServer(async (request, response) => {
    const answer = (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/health') return answer(200, { ok: true });
    const name = /^\/flags\/([a-z][a-z0-9-]*)$/.exec(request.url ?? '')?.[1];
    if (name === undefined) return answer(404, { error: 'no such thing' });
    if (request.method === 'PUT') {
      let text = '';
      for await (const chunk of request) text += chunk;
      flags.set(name, { on: JSON.parse(text).on === true, key: request.headers['idempotency-key'] ?? null });
    }
    return answer(200, flags.get(name) ?? { on: false, key: null });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, stop: () => new Promise((resolve) => server.close(resolve)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startFlagService(Number(process.env.PORT ?? 4700));
  console.log(`The flag service listens at ${url}. Ctrl-C ends it.`);
}
