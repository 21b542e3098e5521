/** CJWorkbench's operations, carried out by the real engine in its practice world. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import clearRenderCache from '../../../runbooks/cjworkbench/operations/clear-render-cache.ts';
import rabbitmq from '../../../runbooks/cjworkbench/operations/rabbitmq.ts';
import restart from '../../../runbooks/cjworkbench/operations/restart.ts';
import secret from '../../../runbooks/cjworkbench/operations/secret.ts';
import stripe from '../../../runbooks/cjworkbench/operations/stripe.ts';
import type { Json } from '../../../src/runbook/json.ts';
import { startCjworkbench, stripeSecrets } from '../../support/cjworkbench.ts';
import type { StartedCjworkbench } from '../../support/cjworkbench.ts';
import { startEngine } from '../../support/engine.ts';
import type { Engine, RunningRelease } from '../../support/engine.ts';

type Runbook = NonNullable<Parameters<typeof startCjworkbench>[1]>;

let world: StartedCjworkbench;
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({
    get kubernetes() {
      return world.clients('staging').kubernetes;
    },
  });
});
afterAll(() => engine.stop());
beforeEach(async () => {
  world = await startCjworkbench();
});
afterEach(() => world.stop());

async function begin(runbook: Runbook, input: Readonly<Record<string, string>>): Promise<RunningRelease> {
  await world.stop();
  world = await startCjworkbench({}, runbook);
  const { plan } = await world.plan({ environment: 'staging', version: '2026-03-01', ...input });
  return engine.start({ node: plan.root }, {}, () => ({ facts: plan.facts, warnings: plan.warnings }));
}
const asked = async (release: RunningRelease, node: string) => {
  const { waiting } = await release.until((view) => view.waiting.some((one) => one.node === node));
  return waiting.find((one) => one.node === node)?.ask;
};
const answer = (
  release: RunningRelease,
  node: string,
  decision: 'approve' | 'reject',
  answers: Record<string, Json> = {},
) => release.send('decide', { by: 'maria', node, decision, answers } as never);
const effects = () =>
  world.world.world.journal
    .entries()
    .filter(({ system }) => system === 'kubernetes')
    .map(({ effect, target }) => `${effect} ${target}`);

/** Which of these texts stand anywhere in what Temporal keeps of a release: as they are, or in base64. */
async function keptOf(release: RunningRelease, texts: readonly string[]): Promise<string[]> {
  const json = JSON.stringify(await release.handle.fetchHistory());
  const payloads = [...json.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
  const all = [json, ...payloads].join('\n');
  return texts.filter((text) => all.includes(text) || all.includes(Buffer.from(text).toString('base64')));
}

describe('a restart', () => {
  test('makes the pods of that service anew, and no others', async () => {
    const release = await begin(restart, { version: 'renderer' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(effects()).toEqual(['deployment.restart staging/renderer-deployment']);
  });

  test('is refused for what is no service', async () => {
    await expect(begin(restart, { version: 'database' })).rejects.toThrow('version');
  });
});

describe('clearing the render cache', () => {
  const cache = () => JSON.stringify(world.cluster.snapshot().kept['staging']);

  test('is asked first, with what it costs; then it runs once', async () => {
    const release = await begin(clearRenderCache, {});
    const ask = await asked(release, 'accept-cost');
    expect(ask?.instructions).toContain('That can get expensive');
    expect(cache()).toContain('"renderCache":20000');
    await answer(release, 'accept-cost', 'approve', { why: 'wrong columns are cached' });
    const { outcome, outputs } = await release.result();
    expect(outcome).toBe('succeeded');
    expect(outputs['clear']).toMatchObject({ log: 'Cleared the cached output of 20000 steps' });
    expect(cache()).toContain('"renderCache":0');
    expect(effects().filter((one) => one.startsWith('render-cache.clear'))).toHaveLength(1);
  });

  test('is left alone by a no', async () => {
    const release = await begin(clearRenderCache, {});
    await asked(release, 'accept-cost');
    await answer(release, 'accept-cost', 'reject');
    expect((await release.result()).outcome).toBe('aborted');
    expect(effects()).toEqual([]);
  });
});

describe('a stuck node of RabbitMQ', () => {
  test('is shown beside the others, and once a person has said so its pod alone is deleted, and recovers', async () => {
    const release = await begin(rabbitmq, {});
    const ask = await asked(release, 'which');
    const found = ask?.evidence.filter(({ title }) => !title.includes('complained'));
    expect(found?.map(({ title, value }) => [title, /Found (\d+)/.exec(JSON.stringify(value))?.[1]])).toEqual(
      [
        ['rabbitmq-1-rabbitmq-0', '4812'],
        ['rabbitmq-1-rabbitmq-1', '0'],
        ['rabbitmq-1-rabbitmq-2', '0'],
      ],
    );
    expect(effects()).toEqual([]);
    await answer(release, 'which', 'approve', { stuck: 'rabbitmq-1-rabbitmq-0' });
    const { outcome, outputs } = await release.result();
    expect(outcome).toBe('succeeded');
    expect(effects()).toEqual(['pod.delete staging/rabbitmq-1-rabbitmq-0']);
    expect(outputs['recovered']).toMatchObject({ stdout: expect.stringContaining('Found 0 suspicious') });
  });

  test('that nobody finds stuck is left alone', async () => {
    const release = await begin(rabbitmq, {});
    await asked(release, 'which');
    await answer(release, 'which', 'reject');
    expect((await release.result()).outcome).toBe('aborted');
    expect(effects()).toEqual([]);
  });
});

describe('secrets', () => {
  const values = Object.values(stripeSecrets);

  test('are changed by reference, and what reads them is restarted', async () => {
    const release = await begin(secret, {
      secret: 'cjw-stripe-secret',
      values: 'STRIPE_API_KEY=stripe-api-key',
      restart: 'frontend, fetcher',
    });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(effects().sort()).toEqual([
      'deployment.restart staging/fetcher-deployment',
      'deployment.restart staging/frontend-deployment',
      'secret.set staging/cjw-stripe-secret',
    ]);
    expect(await keptOf(release, [...values, 'stripe-api-key'])).toEqual(['stripe-api-key']);
  });

  test('take no value where a name belongs, and no service that is none', async () => {
    const given = { secret: 'cjw-stripe-secret', values: 'STRIPE_API_KEY=sk_live_1' };
    await expect(begin(secret, given)).rejects.toThrow('must be KEY=name');
    await expect(
      begin(secret, { ...given, values: 'STRIPE_API_KEY=stripe-api-key', restart: 'database' }),
    ).rejects.toThrow('no service database');
  });

  test('of Stripe are set after a person has done its pages, and no value is anywhere in the record', async () => {
    const release = await begin(stripe, {});
    const said: Record<string, Record<string, Json>> = {
      account: { product: 'prod_1', price: 'price_1' },
      'customer-portal': { headline: 'CJWorkbench' },
      branding: {},
      subscriptions: { saved: true },
      emails: { verified: true },
      webhook: { endpoint: 'we_1' },
    };
    for (const [node, answers] of Object.entries(said)) {
      await asked(release, node);
      expect(effects()).toEqual([]);
      await answer(release, node, 'approve', answers);
    }
    const { outcome, outputs } = await release.result();
    expect(outcome).toBe('succeeded');
    expect(outputs['account']).toMatchObject({ answers: { price: 'price_1' } });
    expect(effects().slice(0, 2)).toEqual([
      'secret.set staging/cjw-stripe-secret',
      'deployment.restart staging/frontend-deployment',
    ]);
    expect(effects().at(-1)).toBe('plans.import staging/database');
    expect(await keptOf(release, [...values, 'stripe-api-key'])).toEqual(['stripe-api-key']);
  }, 60_000);
});
