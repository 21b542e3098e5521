// Loaded before a worker of a chaos run (`node --import`), never shipped: tells the harness when an activity begins and
// ends, waits for its word before going on, and marks every request with the activity that sends it.
import { AsyncLocalStorage } from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { Worker } from '@temporalio/worker';

const control = new URL(process.env.SLIPWAY_CHAOS_CONTROL);
const mark = 'x-slipway-chaos';
const places = new AsyncLocalStorage();
const agent = new http.Agent({ keepAlive: true });
const plainRequest = http.request;

/** Resolves when the harness lets it go on; never, if it is to die here. */
function tell(path, message) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = plainRequest(new URL(path, control), { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    request.once('error', reject);
    request.end(JSON.stringify(message));
  });
}

const watched = (context) => ({
  inbound: {
    async execute(input, next) {
      const [call] = input.args;
      const { activityType, attempt } = context.info;
      const dot = activityType.lastIndexOf('.');
      const place = {
        pid: process.pid,
        phase: activityType.slice(dot + 1),
        key: call?.key ?? null,
        release: call?.release?.id ?? null,
        node: call?.node ?? null,
        attempt,
      };
      await tell('/activity', { ...place, moment: 'begin' });
      try {
        const result = await places.run(place, () => next(input));
        await tell('/activity', { ...place, moment: 'end' });
        return result;
      } catch (error) {
        await tell('/activity', { ...place, moment: 'failed', why: String(error?.message ?? error) });
        throw error;
      }
    },
  },
});

const { create } = Worker;
Worker.create = (options) => {
  const { interceptors = {} } = options;
  const activity = [...(interceptors.activity ?? []), watched];
  return create.call(Worker, { ...options, interceptors: { ...interceptors, activity } });
};
const { run } = Worker.prototype;
Worker.prototype.run = function runAndTell() {
  const running = run.call(this);
  void tell('/live', { pid: process.pid });
  return running;
};

/** Of clients that use `fetch`, and of those that use `http`. */
diagnostics.subscribe('undici:request:create', ({ request }) => {
  const place = places.getStore();
  if (place !== undefined) request.addHeader(mark, JSON.stringify(place));
});
http.request = (...given) => {
  const request = plainRequest(...given);
  const place = places.getStore();
  if (place !== undefined && !request.headersSent) request.setHeader(mark, JSON.stringify(place));
  return request;
};
syncBuiltinESMExports();
