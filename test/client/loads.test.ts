import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { packagesLoadedBy } from '../support/import-graph.ts';

const loaded = (file: string): string[] =>
  [...packagesLoadedBy(join(__dirname, '../../src/client', file))]
    .filter((name) => !name.startsWith('node:'))
    .sort();

describe('what the command line loads', () => {
  test('is next to nothing before a command is known', () => {
    expect(loaded('main.ts')).toEqual(['commander', 'picocolors']);
  });

  test.each([
    'list',
    'show',
    'watch',
    'approve',
    'reject',
    'retry',
    'skip',
    'pause',
    'resume',
    'rollback',
    'abort',
  ])('is Temporal’s client, and no worker nor client of another system, for %s', (command) => {
    const packages = loaded(`commands/${command}.ts`);
    expect(packages).toContain('@temporalio/client');
    const allowed =
      /^(@temporalio\/(client|common|envconfig)|zod|ms|commander|picocolors|canonicalize|@noble\/hashes\/.+)$/;
    expect(packages.filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('of prompts is nothing until a question is asked', () => {
    expect(loaded('commands/start.ts')).not.toContain('@clack/prompts');
  });
});
