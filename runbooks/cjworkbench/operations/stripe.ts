/** Sets Stripe up: what only a person can do on its pages is a gate with an answer, the rest is done. The version is a name for this time. */
import { defineRunbook, gate, sequence, z } from 'slipway';
import type { BuiltNode, Facts, Planning } from 'slipway';
import { kubernetes } from 'slipway/steps';
import { frontendJob } from '../frontend-job.ts';
import { secretChange } from '../secret-change.ts';
import { settingsOf } from '../settings.ts';
import { stripePages } from '../stripe-pages.ts';

type Questions = NonNullable<Parameters<typeof gate>[1]['questions']>;

export default defineRunbook({
  name: 'cjworkbench-stripe',
  summary: 'Set Stripe up for CJWorkbench: its account, its settings, its keys, its plans.',
  input: z.strictObject({
    environment: z
      .enum(['staging', 'production'])
      .describe('Where: staging has Stripe’s test mode, production its live mode'),
    version: z.string().min(1).describe('A name for this time, such as the day: 2026-03-01'),
  }),
  plan({ environment }, facts) {
    const settings = settingsOf(facts);
    const { site, mode } = places[environment];
    const pages = stripePages({ site: settings.siteUrl ?? site, mode, environment });
    return sequence(`Stripe for ${facts.environment.title}`, [
      ...pages.map((page) => manual(page, facts, settings.approverRole)),
      secretChange(settings, facts, {
        secret: 'cjw-stripe-secret',
        values: {
          STRIPE_PUBLIC_API_KEY: 'stripe-public-api-key',
          STRIPE_API_KEY: 'stripe-api-key',
          STRIPE_WEBHOOK_SIGNING_SECRET: 'stripe-webhook-signing-secret',
        },
        restart: ['frontend'],
      }),
      kubernetes.runJob(
        frontendJob(settings, 'import-plans', ['python', './manage.py', 'import-plans-from-stripe']),
        {
          id: 'import-plans',
          title: 'Import the plans from Stripe',
          leaves: 'the plans that were imported stay in the database',
        },
      ),
    ]);
  },
});

const places = {
  staging: { site: 'https://app.workbenchdata-staging.com', mode: 'test' },
  production: { site: 'https://app.workbenchdata.com', mode: 'live' },
} as const;

const manual = (
  { id, title, instructions, questions }: ReturnType<typeof stripePages>[number],
  facts: Facts<Planning>,
  role: string,
): BuiltNode =>
  gate(title, {
    id,
    approvers: facts.people(role),
    instructions,
    questions: questions satisfies Questions,
    onReject: 'abort',
  });
