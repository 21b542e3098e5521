/** The reference of `slipway.config`, from its schema alone. */
import { z } from 'zod';
import { configSchema, versioningSchema } from '../../src/worker/config.ts';
import { fieldsOf } from './fields.ts';
import { code, fence, fieldTable, generated, page } from './markdown.ts';

const { runbooks, steps, taskQueue, versioning, environments, systems, triggers, people } =
  configSchema.shape;

/** A record's entries, under the name by which its key goes here. Where secrets are is told once, in words. */
const entriesOf = (record: z.ZodType, key: string) =>
  fieldsOf(z.strictObject({ [key]: entrySchema(record) }), 'input').filter(
    ({ path }) => path !== key && !/\.(token|password)\./.test(path),
  );

/** What a record's values are; its default is taken off first. */
function entrySchema(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault) return entrySchema(z.custom<z.ZodType>().parse(schema.unwrap()));
  if (schema instanceof z.ZodRecord) return z.custom<z.ZodType>().parse(schema.valueType);
  throw new Error('This part of the configuration is no record.');
}

const example = `import { defineConfig } from 'slipway';

export default defineConfig({
  runbooks: ['runbooks/*.ts'],
  environments: {
    stage: { title: 'Stage', vars: { rollout: 'shop', namespace: 'shop-stage' } },
    prod: { title: 'Production', vars: { rollout: 'shop', namespace: 'shop' }, notices: '#releases' },
  },
  systems: {
    github: { type: 'github', token: { env: 'GITHUB_TOKEN' } },
    kubernetes: { type: 'kubernetes', kubeconfig: '/srv/kubeconfig', context: 'prod' },
    slack: { type: 'slack', token: { file: '/run/secrets/slack_token' } },
  },
  people: { kim: { name: 'Kim', roles: ['releng'], slack: 'U0123456789' } },
});`;

export const configurationPage = (): string =>
  page(
    generated,
    '# The configuration',
    `${code('slipway.config.ts')} (or ${code('.js')}, ${code('.mjs')}, ${code('.yaml')}, ${code('.json')}) names runbooks, environments, systems and people. A worker reads it when it starts; the command line reads it for a runbook’s flags. Unknown keys are refused, and all that is wrong is told at once, each with its path in the file. ${code('slipway doctor')} looks at it, and through a worker at every system.`,
    fence('ts', example),
    '## Top level',
    fieldTable(
      fieldsOf(
        z.strictObject({ runbooks, steps, taskQueue, versioning, environments, systems, triggers, people }),
        'input',
      ).filter(({ path }) => !path.includes('.')),
      'Default',
    ),
    `## ${code('versioning')}`,
    fieldTable(fieldsOf(versioningSchema, 'input'), 'Default'),
    'How a build is drained: [operations](operations.md#upgrades-with-releases-in-flight).',
    `## ${code('environments.<name>')}`,
    fieldTable(entriesOf(environments, '<name>'), 'Default'),
    'An environment’s system of a type is the one that it names; else the one called after the type; else the only one of that type.',
    `## ${code('systems.<name>')}`,
    fieldTable(entriesOf(systems, '<name>'), 'Default'),
    'A system called after a type is that type’s default, and must be of it.',
    `## ${code('triggers.<name>')}`,
    fieldTable(entriesOf(triggers, '<name>'), 'Default'),
    'What they are for, and what happens when: [triggers](triggers.md).',
    `## ${code('people.<login>')}`,
    fieldTable(entriesOf(people, '<login>'), 'Default'),
    '## Secrets',
    `A credential never stands in the configuration: it says ${code('{ env: NAME }')} or ${code('{ file: PATH }')}, a path relative to the configuration’s folder or absolute, and the worker reads it from there when a client is first needed. Literals are refused. Whatever was read as a secret is replaced by ${code('***')} in errors.`,
  );
