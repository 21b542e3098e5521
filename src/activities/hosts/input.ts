/** Hosts, services and what a service that works shows, as the inputs of steps have it. */
import { z } from 'zod';
import { hostNameSchema } from '../ssh/names.ts';

export const hostSchema = z.strictObject({
  name: hostNameSchema.describe('The host, as the worker’s SSH configuration or the DNS knows it'),
  address: hostNameSchema.optional().describe('Where its service is asked, if that is not the name'),
});

export const unitSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/, 'must be the name of a systemd unit, such as mathoid');

export const sudoInput = z
  .boolean()
  .default(true)
  .describe('Whether systemctl, journalctl and the like are run by `sudo -n`');

export const signsSchema = z.strictObject({
  port: z.number().int().min(1).max(65_535).optional().describe('The port that must be bound at its address'),
  log: z
    .string()
    .min(1)
    .optional()
    .describe('What the journal of this very process must contain, such as `listening on`'),
  http: z
    .strictObject({
      path: z
        .string()
        .regex(/^\/[\x21-\x7e]*$/, 'must begin with / and hold no blanks')
        .default('/')
        .describe('What is asked of the port'),
      status: z.number().int().min(100).max(599).default(200).describe('The status of the answer'),
      contains: z.string().optional().describe('What the answer must contain'),
    })
    .optional()
    .describe('An answer over HTTP; it needs the port'),
  settleSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(60)
    .describe('Seconds in which all of this must have been seen'),
  steadySeconds: z
    .number()
    .min(0)
    .max(600)
    .default(3)
    .describe(
      'Seconds after which it must still be the same process: one that dies and is started again is not up',
    ),
});

export type Host = z.output<typeof hostSchema>;
export type Signs = z.output<typeof signsSchema>;

export const addressOf = ({ name, address }: Host): string => address ?? name;
