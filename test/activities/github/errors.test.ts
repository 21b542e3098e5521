/** What GitHub's errors become: fatal where no retry heals, else retried when GitHub says. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { awaitChecks } from '../../../src/activities/github/awaitChecks.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { clientOf, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = awaitChecks.definition;
const input = { repository, ref: 'main' };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(() => github.stop());
const fails = (signal?: AbortSignal) =>
  attempt(step, input, contextFor({ github: github.octokit }, signal === undefined ? {} : { signal }));

test.each([
  [401, 'credentials-missing', true],
  [403, 'permission-denied', true],
  [404, 'not-found', true],
  [409, 'conflict', false],
  [410, 'refused', true],
  [500, 'unavailable', false],
  [503, 'unavailable', false],
])('%d is %s', async (status, type, nonRetryable) => {
  github.world.faults.add({ path: 'check-runs', kind: { type: 'status', status } });
  const failure = await failureOf(fails());
  expect(failure).toMatchObject({ type, nonRetryable });
  expect(failure.message).toMatch(new RegExp(`^GitHub can’t list the checks of .* \\(${status}`));
});

test('a 429 that says no time waits the minute that GitHub’s documentation asks for', async () => {
  github.world.faults.add({ path: 'check-runs', kind: { type: 'status', status: 429 } });
  expect(await failureOf(fails())).toMatchObject({ type: 'rate-limited', nextRetryDelay: 60_000 });
});

test('a missing token is fatal', async () => {
  const anonymous = contextFor({ github: clientOf(github.url, '') });
  expect(await failureOf(attempt(step, input, anonymous))).toMatchObject({ type: 'credentials-missing' });
});

test('a connection that breaks is retried', async () => {
  github.world.faults.add({ kind: { type: 'refuse' } });
  expect(await failureOf(fails())).toMatchObject({ type: 'unavailable', nonRetryable: false });
});

test('a cancelled step ends with the reason of its cancellation', async () => {
  await expect(fails(AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
});

test('no token gets into an error', async () => {
  const secretive = contextFor({ github: clientOf(github.url, 'ghp_secret') });
  const failure = await failureOf(attempt(step, { ...input, ref: 'gone' }, secretive));
  expect(JSON.stringify([failure.message, failure.details, failure.stack, failure.cause])).not.toContain(
    'ghp_secret',
  );
});
