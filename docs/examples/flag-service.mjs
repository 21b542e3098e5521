// A flag service to try the examples with: node docs/examples/flag-service.mjs. It forgets everything when it ends.
import { createServer } from 'node:http';

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

server.listen(Number(process.env.PORT ?? 4700), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
