// A small service: answers requests, a share of them with an error, and shows its counters.
import { createServer } from 'node:http';

const errorRate = Number(process.argv[2]);
let requests = 0;
let errors = 0;

const server = createServer((request, response) => {
  if (request.url === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      `http_requests_total{code="200"} ${requests - errors}\nhttp_requests_total{code="500"} ${errors}\n`,
    );
    return;
  }
  requests += 1;
  // Evenly: chance would have the healthy one judged ill once in so many runs.
  const fails = Math.floor(requests * errorRate) > errors;
  if (fails) errors += 1;
  response.statusCode = fails ? 500 : 200;
  response.end();
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
