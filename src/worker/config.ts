/** The configuration: environments, systems and people. `slipway.config.ts` (or .js, .mjs, .yaml, .json) holds it. */
import { z } from 'zod';
import { idSchema } from '../runbook/plan.ts';
import { systemSchema, systemTypes } from './config-systems.ts';

const environmentSchema = z.strictObject({
  title: z.string().min(1).optional().describe('As people call it; default: its name'),
  vars: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('What runbooks read of it: hosts, namespaces, thresholds'),
  notices: z
    .string()
    .min(1)
    .optional()
    .describe('The Slack channel where people are called to a question that waits'),
  systems: z
    .partialRecord(z.enum(systemTypes), z.string())
    .default({})
    .describe('Which system of a type it uses, where there are several'),
});

const personSchema = z.strictObject({
  name: z.string().min(1).optional().describe('The full name'),
  roles: z.array(idSchema).describe('What the person may answer for'),
  slack: z.string().min(1).optional().describe('The Slack member id, so that a reminder can call the person'),
});

const loginSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/, 'a login is letters, digits and . _ @ - (at most 128)');

export const configSchema = z.strictObject({
  runbooks: z.array(z.string().min(1)).describe('Files or globs, relative to the configuration file'),
  steps: z
    .array(z.string().min(1))
    .default([])
    .describe('Files or globs with steps and checks of your own, relative to the configuration file'),
  taskQueue: z.string().min(1).default('slipway').describe('The Temporal task queue of the workers'),
  environments: z.record(idSchema, environmentSchema).describe('Where releases go, by name'),
  systems: z.record(idSchema, systemSchema).default({}).describe('What steps act on, by name'),
  people: z.record(loginSchema, personSchema).default({}).describe('Who may answer, by login'),
});

/** As it is written. */
export type ConfigInput = z.input<typeof configSchema>;
/** As it is used: defaults filled in. */
export type Config = z.output<typeof configSchema>;

/** Gives an editor the types of a configuration. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
