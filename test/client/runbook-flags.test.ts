import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { z } from 'zod';
import { checkInput } from '../../src/client/check-input.ts';
import { addFlags, flagsOf, readFlags } from '../../src/client/runbook-flags.ts';
import { defineRunbook } from '../../src/runbook/define-runbook.ts';
import { sequence } from '../../src/runbook/builders.ts';

const input = z.strictObject({
  environment: z.enum(['stage', 'prod']).describe('Where to'),
  version: z
    .string()
    .regex(/^\d+\.\d+$/, 'must have two parts')
    .describe('What'),
  dryRun: z.boolean().default(true).describe('Only try'),
  replicas: z.number().int().optional().describe('How many'),
  tags: z.array(z.string()).default([]).describe('Labels'),
  ports: z.array(z.number()).optional(),
  extra: z.record(z.string(), z.string()).optional(),
  json: z.string().optional().describe('Collides'),
});
const runbook = defineRunbook({ name: 'demo', input, plan: () => sequence('Nothing', []) });

function read(...argv: readonly string[]) {
  const command = new Command('demo')
    .exitOverride()
    .option('--json')
    .configureOutput({ writeErr: () => undefined });
  const flags = flagsOf(input, ['--json']);
  addFlags(command, flags);
  command.parse([...argv], { from: 'user' });
  return { flags, given: readFlags(flags, command.opts()), help: command.helpInformation() };
}

describe('flags of a runbook', () => {
  test('take texts, numbers, booleans, lists and JSON', () => {
    const { given } = read(
      '--environment',
      'stage',
      '--version',
      '1.0',
      '--no-dry-run',
      '--replicas',
      '3',
      '--tags',
      'a',
      '--tags',
      'b',
      '--ports',
      '1',
      '--extra',
      '{"a":"b"}',
    );
    expect(given).toEqual({
      environment: 'stage',
      version: '1.0',
      dryRun: false,
      replicas: 3,
      tags: ['a', 'b'],
      ports: [1],
      extra: { a: 'b' },
    });
  });

  test('keep a version that looks like a number as the text it is', () => {
    expect(read('--version', '3.10').given).toEqual({ version: '3.10' });
  });

  test('step aside for the command’s own flags', () => {
    expect(read('--json', '--input-json', 'mine').given).toEqual({ json: 'mine' });
  });

  test('leave out what was not given, so that defaults are the runbook’s', () => {
    expect(read().given).toEqual({});
  });

  test('explain themselves', () => {
    const help = read().help.replace(/\s+/g, ' ');
    expect(help).toContain('--environment <stage|prod> Where to (required)');
    expect(help).toContain('--no-dry-run');
    expect(help).toContain('Labels (default: []; may be repeated)');
  });

  test('are refused with a suggestion when misspelt', () => {
    expect(() => read('--enviroment', 'x')).toThrow('Did you mean --environment?');
  });
});

describe('the input of a release', () => {
  const check = (...argv: readonly string[]) => {
    const { flags, given } = read(...argv);
    return checkInput(runbook, flags, given, ['stage']);
  };

  test('is passed on as it was given', () => {
    expect(check('--environment', 'stage', '--version', '1.0')).toEqual({
      environment: 'stage',
      version: '1.0',
      input: { environment: 'stage', version: '1.0' },
    });
  });

  test('has all its problems told at once, each with its flag', () => {
    expect(() => check('--version', '1.0.0', '--replicas', 'many')).toThrow(
      /--environment is required \(Where to\); --version: must have two parts; --replicas: .*number/,
    );
  });

  test('takes one of the choices there are, and names them', () => {
    expect(() => check('--environment', 'stge', '--version', '1.0')).toThrow(
      'demo can’t start with this input: --environment takes stage or prod, not ‘stge’.',
    );
  });

  test('must name an environment of the configuration', () => {
    expect(() => check('--environment', 'prod', '--version', '1.0')).toThrow(
      '--environment: the configuration has no ‘prod’ (it has: stage)',
    );
  });
});
