/** The configuration: environments, systems and people. `slipway.config.ts` (or .js, .mjs, .yaml, .json) holds it. */
import { z } from 'zod';
import { calendarsSchema } from '../environment/calendar-config.ts';
import { idSchema } from '../runbook/plan.ts';
import { systemSchema, systemTypes } from './config-systems.ts';
import { triggersSchema } from './config-triggers.ts';

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
  shares: z
    .array(idSchema)
    .default([])
    .describe(
      'What it has in common with other environments, such as a database: a release holds these as well',
    ),
  calendars: z
    .array(z.string().min(1))
    .default([])
    .describe('The freeze calendars that its releases keep, by name'),
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

export const versioningSchema = z.strictObject({
  deployment: z
    .string()
    .regex(/^[^.:]{1,128}$/, 'is at most 128 characters, without . and :')
    .default('slipway')
    .describe('The name that all builds of these workers share in Temporal'),
  build: z
    .string()
    .regex(/^[^:]{1,128}$/, 'is at most 128 characters, without :')
    .describe('What tells this build from the last: an image’s tag, a commit'),
  releases: z
    .enum(['move', 'stay'])
    .default('move')
    .describe(
      '`move`: releases under way go to the current build with their next step. ' +
        '`stay`: they end on the build that began them, which must run until it is drained',
    ),
});

export const configSchema = z.strictObject({
  runbooks: z.array(z.string().min(1)).describe('Files or globs, relative to the configuration file'),
  steps: z
    .array(z.string().min(1))
    .default([])
    .describe('Files or globs with steps and checks of your own, relative to the configuration file'),
  taskQueue: z.string().min(1).default('slipway').describe('The Temporal task queue of the workers'),
  versioning: versioningSchema
    .optional()
    .describe('Worker Deployment Versioning: so that an old build can be drained. Absent: workers are alike'),
  environments: z.record(idSchema, environmentSchema).describe('Where releases go, by name'),
  calendars: calendarsSchema.default({}),
  systems: z.record(idSchema, systemSchema).default({}).describe('What steps act on, by name'),
  triggers: triggersSchema,
  people: z.record(loginSchema, personSchema).default({}).describe('Who may answer, by login'),
});

/** As it is written. */
export type ConfigInput = z.input<typeof configSchema>;
/** As it is used: defaults filled in. */
export type Config = z.output<typeof configSchema>;

/** Gives an editor the types of a configuration. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
