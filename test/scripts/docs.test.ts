/** The generated pages in docs/ say what the source says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { errorCodes } from '../../src/activities/errors.ts';
import { checks, comparisons, issues, pasts, steps } from '../../src/activities/registry.ts';
import { planSchema } from '../../src/runbook/plan.ts';
import { generatedPages } from '../../scripts/docs/pages.ts';
import { fieldsOf } from '../../scripts/docs/fields.ts';
import { z } from 'zod';

const docs = join(__dirname, '../../docs');
const pages = generatedPages();

describe('the generated pages', () => {
  test.each([...pages.keys()])('docs/%s is up to date (npm run docs writes it)', (path) => {
    expect(existsSync(join(docs, path))).toBe(true);
    expect(readFileSync(join(docs, path), 'utf8')).toBe(pages.get(path));
  });

  test('are one a kind, and none is left of a kind that is gone', () => {
    const kinds = [steps, checks, comparisons, pasts, issues].flatMap((all) => [...all.keys()]).sort();
    const files = readdirSync(join(docs, 'steps')).filter((name) => name !== 'README.md');
    expect(files.map((name) => name.replace(/\.md$/, '')).sort()).toEqual(kinds);
  });

  test('give every error code an anchor', () => {
    const headings = (pages.get('errors.md') ?? '').split('\n').filter((line) => line.startsWith('## '));
    expect(headings).toEqual(Object.keys(errorCodes).map((code) => `## ${code}`));
  });

  test('hold a schema of the plan that other tools can read', () => {
    const schema: unknown = JSON.parse(pages.get('plan.schema.json') ?? '');
    const required = Object.entries(planSchema.shape).flatMap(([name, field]) =>
      field.safeParse(undefined).success ? [] : [name],
    );
    expect(schema).toMatchObject({ type: 'object', required });
    expect(Object.keys((schema as { properties: object }).properties)).toEqual(Object.keys(planSchema.shape));
  });
});

describe('the table of a schema’s fields', () => {
  test('names nested fields by their path, and members of a union by their constant', () => {
    const schema = z.strictObject({
      files: z.array(z.strictObject({ path: z.string().describe('Where it is') })).describe('What to change'),
      via: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('quick') }),
          z.strictObject({ type: z.literal('slow'), seconds: z.number().default(5).describe('How slow') }),
        ])
        .optional(),
    });
    expect(fieldsOf(schema, 'input').map(({ path, type, presence }) => [path, type, presence])).toEqual([
      ['files', 'object[]', 'required'],
      ['files[].path', 'string', 'required'],
      ['via', 'object', 'optional'],
      ['via (quick)', 'type: "quick"', ''],
      ['via (slow)', 'type: "slow"', ''],
      ['via (slow).seconds', 'number', '5'],
    ]);
  });
});
