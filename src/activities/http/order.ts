/** Requests as a runbook declares them: addresses that are what they seem, and no credential among the words. */
import { z } from 'zod';
import { jsonSchema } from '../../runbook/json.ts';
import { changingMethods } from './client.ts';
import type { RequestOrder } from './client.ts';
import { expectedSchema } from './expected.ts';
import { holdsLogin } from './url.ts';

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2000)
  .refine((text) => plain(text), 'must hold no user, no password and no fragment, and no .. in its path');

function plain(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hash, pathname } = new URL(text);
  // Whoever reads an encoded slash as one would find a way out in `..%2f`.
  const parts = pathname.replace(/%2f|%5c/gi, '/').split('/');
  return !holdsLogin(text) && hash === '' && !parts.includes('..');
}

/** Credentials go by reference; the others are the worker's to set. */
const notByHand =
  /^(authorization|proxy-.*|cookie|idempotency-key|host|content-length|content-type|connection|transfer-encoding|upgrade|te|trailer|expect|keep-alive)$|token|secret|password|api-?key/i;

const headersSchema = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')
      .refine((name) => !notByHand.test(name), 'is not set by hand: a credential goes by reference'),
    z
      .string()
      .max(1000)
      .regex(/^[\x20-\x7e]*$/, 'must be a line of ASCII'),
  )
  .default({});

const credentialSchema = z.string().min(1).max(128).optional();

const common = {
  url: urlSchema.describe('The address; the configuration must allow it'),
  headers: headersSchema.describe('Headers, none of which holds a credential'),
  credential: credentialSchema.describe(
    'The name that the configuration gives a credential; it goes to the address that is named there with it, and to no other',
  ),
};

export const changingRequest = {
  method: z.enum(changingMethods).describe('The method'),
  ...common,
  body: jsonSchema
    .refine((body) => body !== null, 'must be something; leave it out to send nothing')
    .optional()
    .describe('What is sent, as JSON; absent: nothing. It stands in the plan'),
};

export const seeSchema = z
  .strictObject({
    ...common,
    there: expectedSchema.describe('The answer by which the effect is there; it is looked for first'),
    absent: expectedSchema
      .default({ status: 404, json: {} })
      .describe('The answer by which it is not; default: status 404'),
  })
  .refine(({ there, absent }) => JSON.stringify(there) !== JSON.stringify(absent), {
    path: ['absent'],
    error: 'is the same as `there`: nobody could tell one from the other',
  });

export type See = z.output<typeof seeSchema>;

export const shownRequest = ({ method, url }: Pick<RequestOrder, 'method' | 'url'>): string =>
  `${method} ${url}`;
