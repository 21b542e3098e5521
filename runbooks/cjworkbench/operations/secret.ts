/**
 * Changes a Secret by reference and restarts what reads it, in place of `kubectl edit secret`:
 * `slipway start cjworkbench-secret --environment staging --version intercom-2026-03 --secret cjw-intercom-secret --values CJW_INTERCOM_ACCESS_TOKEN=intercom-access-token`
 */
import { defineRunbook, z } from 'slipway';
import { idsOf } from '../id-list.ts';
import { secretChange } from '../secret-change.ts';
import { services } from '../services.ts';
import { settingsOf } from '../settings.ts';

const pairs = /^[A-Za-z_][A-Za-z0-9_]*=[a-z][a-z0-9-]*(,[A-Za-z_][A-Za-z0-9_]*=[a-z][a-z0-9-]*)*$/;

export default defineRunbook({
  name: 'cjworkbench-secret',
  summary: 'Change a Secret of CJWorkbench by reference, and restart the services that read it.',
  input: z.strictObject({
    environment: z.enum(['staging', 'production']).describe('Where'),
    version: z.string().min(1).describe('A name for this change, such as intercom-2026-03'),
    secret: z.string().min(1).describe('The Secret: cjw-intercom-secret'),
    values: z
      .string()
      .regex(
        pairs,
        'must be KEY=name, with commas between them; a name is one of the configuration, and no value',
      )
      .describe(
        'Its keys, each with the name under which the worker’s configuration has the value: KEY=name,…',
      ),
    restart: z.string().default('frontend').describe('The services that read it, with commas between them'),
  }),
  plan({ secret, values, restart }, facts) {
    const settings = settingsOf(facts);
    const wanted = idsOf(restart);
    const unknown = wanted.filter((one) => !services.some((service) => service === one));
    if (unknown.length > 0)
      return facts.refuse(
        `CJWorkbench has no service ${unknown.join(', ')}.`,
        `Its services are ${services.join(', ')}.`,
      );
    return secretChange(settings, facts, {
      secret,
      values: Object.fromEntries(values.split(',').map((pair) => pair.split('=') as [string, string])),
      restart: services.filter((service) => wanted.includes(service)),
    });
  },
});
