/** What a person does on Stripe's own pages, in its order, and what is asked of each. Pure. */
import type { QuestionOptions } from 'slipway';

export interface StripePage {
  readonly id: string;
  readonly title: string;
  /** In Markdown. */
  readonly instructions: string;
  readonly questions: Readonly<Record<string, QuestionOptions>>;
}

interface Place {
  /** The site’s address. */
  readonly site: string;
  readonly mode: 'test' | 'live';
  readonly environment: 'staging' | 'production';
}

const dashboard = 'https://dashboard.stripe.com';

export function stripePages({ site, mode, environment }: Place): readonly StripePage[] {
  const at = mode === 'test' ? `${dashboard}/test` : dashboard;
  const page = (
    id: string,
    title: string,
    lines: readonly string[],
    questions: StripePage['questions'],
  ): StripePage => ({ id, title, instructions: lines.map((line) => `- ${line}`).join('\n'), questions });
  const text = (title: string) => ({ type: 'text', title }) as const;
  const optional = (title: string) => ({ type: 'text', title, required: false }) as const;
  return [
    page(
      'account',
      'Create the account and the product',
      [
        `Sign in at ${dashboard}, in ${mode} mode.`,
        'Create an account, named after the company, unless it is there.',
        'Create a product, Premium Plan, with a monthly price.',
      ],
      { product: text('Id of the product (prod_…)'), price: text('Id of its monthly price (price_…)') },
    ),
    page(
      'customer-portal',
      'Set the customer portal',
      [
        'Settings, Customer Portal: customers may see their billing history, update their billing address and their payment methods.',
        'They may cancel subscriptions: immediately, prorated.',
        'Set a headline; link https://workbenchdata.com/terms-of-service and https://workbenchdata.com/privacy.',
        `Set the default redirect link to ${site}/settings/billing.`,
      ],
      { headline: text('The headline') },
    ),
    page(
      'branding',
      'Adjust branding and invoices',
      ['Settings, Branding: adjust.', 'Settings, Invoice Template: adjust.'],
      { note: optional('What was changed') },
    ),
    page(
      'subscriptions',
      'Set subscriptions and emails',
      [
        'Settings, Subscriptions and Emails: send emails about expiring cards; use Smart Retries; send emails when a card payment fails.',
        'Send a Stripe-hosted link for cardholders to authenticate when required; send reminders after 3, 5 and 7 days.',
        'Do not send invoices to customers. Press every Save button.',
      ],
      { saved: { type: 'boolean', title: 'Was every part saved?' } },
    ),
    page(
      'emails',
      'Set the emails',
      [
        'Settings, Emails: add workbenchdata.com and verify it.',
        'Email customers about successful payments and refunds.',
      ],
      { verified: { type: 'boolean', title: 'Is the domain verified?' } },
    ),
    ...(environment === 'production'
      ? [
          page(
            'copied',
            'Copy from test mode',
            ['Copy everything to production: products, prices and settings are as in test mode.'],
            { note: optional('What differs') },
          ),
        ]
      : []),
    page(
      'webhook',
      'Add the webhook, and put the keys where the worker reads them',
      [
        `${at}/webhooks: add the endpoint ${site}/stripe/webhook, with a link to this runbook as its description.`,
        'Events to send: those of the docstrings in cjworkbench/views/stripe.py.',
        `Take the webhook’s signing secret from there, and the publishable and the secret key from ${at}/apikeys.`,
        'Put them where the worker’s configuration looks for `stripe-webhook-signing-secret`, `stripe-public-api-key` and `stripe-api-key`. **Type none of them here.**',
      ],
      { endpoint: text('Id of the endpoint (we_…)') },
    ),
  ];
}
