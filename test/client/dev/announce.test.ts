/** How `slipway dev` says that a first release is started. */
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { firstStart } from '../../../src/client/dev/announce.ts';
import { sequence } from '../../../src/runbook/builders.ts';
import { defineRunbook } from '../../../src/runbook/define-runbook.ts';
import { parseConfig } from '../../../src/worker/parse-config.ts';

function said(
  version: z.ZodType<string>,
  environment: z.ZodType<string> = z.enum(['stage', 'prod']),
): string {
  const input = z.strictObject({
    environment,
    version,
    tags: z.array(z.string()).default([]),
  });
  const runbook = defineRunbook({ name: 'shop', input, plan: () => sequence('Nothing', []) });
  const parsed = parseConfig({
    runbooks: [],
    environments: { stage: {} },
    people: { kim: { roles: [] } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return firstStart(
    { runbooks: new Map([['shop', { runbook, file: 'shop.ts' }]]), config: parsed.config },
    { USER: 'nobody' },
  );
}

describe('the first start that is proposed', () => {
  test('can be typed as it stands, where the runbook gives an example of what it needs', () => {
    expect(said(z.string().meta({ examples: ['1.4', '1.5'] }))).toBe(
      'slipway start shop --environment stage --version 1.4 --as kim',
    );
  });

  test('names an environment of the configuration, where the runbook takes any', () => {
    expect(said(z.string(), z.string())).toContain('--environment stage ');
  });

  test('says what kind of thing is to be filled in, where it gives none', () => {
    expect(said(z.string())).toBe('slipway start shop --environment stage --version <text> --as kim');
  });
});
