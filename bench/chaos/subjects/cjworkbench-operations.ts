/** Operations of CJWorkbench's page: RabbitMQ's stuck node, whose pod is deleted once a person has said which it is; and a Secret that is changed. */
import type { Subject, Voyage } from '../subject.ts';

const inStaging: Omit<Voyage, 'name' | 'version' | 'input'> = {
  environment: 'staging',
  startedBy: 'maria',
  outcome: 'succeeded',
};

const operation = {
  world: 'cjworkbench',
  config: 'runbooks/practice/cjworkbench/slipway.config.ts',
  moves: 'no',
} as const;

export const cjworkbenchRabbitmq: Subject = {
  ...operation,
  name: 'cjworkbench-rabbitmq',
  voyages: [{ ...inStaging, name: 'stuck', version: '2019-02-06', input: {} }],
};

export const cjworkbenchSecret: Subject = {
  ...operation,
  name: 'cjworkbench-secret',
  voyages: [
    {
      ...inStaging,
      name: 'changed',
      version: 'stripe-2026-03',
      input: { secret: 'cjw-stripe-secret', values: 'STRIPE_API_KEY=stripe-api-key', restart: 'frontend' },
    },
  ],
};
