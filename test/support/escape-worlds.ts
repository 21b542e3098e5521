/** A practised flag service, worked by the escape hatches: by requests, and by a program on the worker that sends them. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClients } from '../../src/worker/clients.ts';
import { caseWorld } from './case-world.ts';
import type { CaseWorld } from './conformance.ts';
import { flagService, startFlags } from './flag-world.ts';

/** Requests to the address that plans name go to the practised service. */
export async function requestsWorld(pace: number): Promise<CaseWorld> {
  const started = await startFlags(pace);
  const { requests } = createClients({
    requests: { type: 'requests', allow: [`${started.url}/flags`], credentials: {} },
  });
  return caseWorld(started, {
    requests: {
      send: (order, work) =>
        requests.send({ ...order, url: order.url.replace(flagService, started.url) }, work),
    },
  });
}

/** `flag on|off|is-on NAME`: 0 is yes, 1 is no, 75 tells to come again, all else is trouble. */
const flag = (service: string): string => `#!/usr/bin/env node
const [verb, name] = process.argv.slice(2);
const url = '${service}/flags/' + encodeURIComponent(name);
const change = { method: 'PUT', headers: { 'content-type': 'application/json', 'idempotency-key': process.env.SLIPWAY_IDEMPOTENCY_KEY }, body: JSON.stringify({ on: verb === 'on' }) };
fetch(url, verb === 'is-on' ? {} : change).then(
  async (answer) => {
    if (!answer.ok) throw new Error('the answer was ' + answer.status);
    if (verb === 'is-on') process.exitCode = (await answer.json()).on ? 0 : 1;
  },
).catch((error) => {
  console.error(error.message);
  process.exitCode = verb === 'is-on' ? 3 : 75;
});
`;

export async function shellWorld(pace: number): Promise<CaseWorld> {
  const started = await startFlags(pace);
  const dir = mkdtempSync(join(tmpdir(), 'slipway-programs-'));
  const program = join(dir, 'flag');
  writeFileSync(program, flag(started.url));
  chmodSync(program, 0o755);
  const world = caseWorld(
    started,
    createClients({
      shell: { type: 'shell', programs: { flag: program }, directories: [], variables: [], secrets: {} },
    }),
  );
  return {
    ...world,
    async stop() {
      await world.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
