/** What the runbook of Wikimedia's configuration plans, and what it refuses, in a world with real hosts and real git. */
import { expect, test } from '@jest/globals';
import wikimediaConfig from '../../../runbooks/wikimedia-config.ts';
import type { PracticeGerrit } from '../../../src/practice/gerrit/index.ts';
import { fontKey, fonts, groups, puppetProject } from '../../../src/practice/wikimedia/options.ts';
import { flatten } from '../../../src/workflows/state.ts';
import { describeWikimedia } from '../../support/wikimedia.ts';

describeWikimedia(
  'wikimedia-config',
  (world) => {
    const given = { version: 'T114000', key: fontKey, value: fonts.other };
    async function planned(more: Readonly<Record<string, string>> = {}, environment = 'production') {
      const { plan } = await world().plan({ environment, ...given, ...more });
      const nodes = flatten(plan.root).map(({ node }) => node);
      return {
        plan,
        ids: nodes.flatMap(({ id, type }) => (type === 'step' ? [id] : [])),
        input: (id: string) => nodes.find((node) => node.id === id && 'input' in node),
        fact: (id: string) => plan.facts.find((one) => one.id === id),
      };
    }

    test('holds the agents between review and merge, and goes host by host with its checks', async () => {
      const { ids, fact, plan } = await planned();
      expect(ids).toEqual([
        'patch',
        'review',
        ...['scb1001-1', 'scb1002-2', 'scb1003-3'].flatMap((host) => [`hold-${host}`, `keep-${host}`]),
        'merge',
        'first-host',
        'check-first',
        'other-hosts',
        'record',
      ]);
      expect(fact('change')).toMatchObject({
        value: `${fontKey}: "${fonts.other}"`,
        evidence: [
          `in place of: ${fontKey}: "${fonts.first}"`,
          expect.stringContaining(groups.production.data),
        ],
      });
      expect(plan.warnings).toEqual([]);
    });

    test('changes the line of that environment’s file, and nothing of another’s', async () => {
      const line = { line: `${fontKey}: "${fonts.first}"`, by: `${fontKey}: "${fonts.other}"` };
      expect((await planned()).input('patch')).toMatchObject({
        input: { repository: puppetProject, branch: 'production', path: groups.production.data, ...line },
      });
      const prep = await planned({}, 'deployment-prep');
      expect(prep.input('patch')).toMatchObject({ input: { path: groups['deployment-prep'].data, ...line } });
      expect(prep.input('other-hosts')).toMatchObject({ input: { hosts: [{ name: 'deployment-sca02' }] } });
    });

    test('has each agent run in its host’s turn, and puts back a copy of before with the agent held', async () => {
      const { input } = await planned();
      const tip = world().system<PracticeGerrit>('gerrit').refs(puppetProject)['refs/heads/production'] ?? '';
      const copy = `etc/mathoid/config.json.${tip.slice(0, 12)}`;
      const root = ['sudo', '-n', '--'];
      const expected = {
        prepare: [
          { command: [...root, 'puppet', 'agent', '--enable'] },
          {
            command: [
              ...root,
              'puppet',
              'agent',
              '--onetime',
              '--no-daemonize',
              '--no-splay',
              '--detailed-exitcodes',
            ],
            codes: [0, 2],
            busy: { says: 'already in progress', seconds: 1800 },
          },
        ],
        putBack: [
          {
            command: [
              ...root,
              'puppet',
              'agent',
              '--disable',
              'Slipway: wikimedia-config production T114000',
            ],
          },
          { command: [...root, 'cp', '--preserve', '--', copy, 'etc/mathoid/config.json'] },
        ],
      };
      expect(input('first-host')).toMatchObject({ input: expected });
      expect(input('other-hosts')).toMatchObject({ input: expected });
      expect(input('keep-scb1002-2')).toMatchObject({
        input: { command: [...root, 'cp', '--preserve', '--', 'etc/mathoid/config.json', copy] },
      });
    });

    test('looks for what the change shows on the first host; a host that is put back could not show it', async () => {
      const { input } = await planned({ shows: 'stix' });
      expect(input('check-first')).toMatchObject({ input: { signs: { http: { contains: 'stix' } } } });
      for (const id of ['first-host', 'other-hosts'])
        expect(input(id)).toMatchObject({ input: { signs: { http: { contains: 'math' } } } });
    });

    test.each([
      ['10050', '10050'],
      ['true', 'true'],
      ['-0.5', '-0.5'],
      ['010', '"010"'],
      ['yes', '"yes"'],
      ['a: b # c', '"a: b # c"'],
      ['say "x\\y"', '"say \\"x\\\\y\\""'],
    ])('writes the value %j as %s', async (value, written) => {
      expect((await planned({ value })).input('patch')).toMatchObject({
        input: { by: `${fontKey}: ${written}` },
      });
    });

    test('refuses what is so already, what is not there, and what it can’t change', async () => {
      await expect(planned({ value: fonts.first })).rejects.toThrow('says so already');
      await expect(planned({ key: 'mathoid::fon' })).rejects.toThrow('0 times, not once');
      await expect(planned({ file: 'hieradata/none.yaml' })).rejects.toThrow(
        'no text file hieradata/none.yaml',
      );
      await expect(planned({ file: '../etc/passwd' })).rejects.toThrow('no path');
      await expect(planned({ value: 'a\nb' })).rejects.toThrow('must be one line');
      await expect(planned({ key: 'a.*' })).rejects.toThrow('must be a key of hiera');
    });

    test('refuses a list, a table, and a key that is there twice', async () => {
      const gerrit = world().system<PracticeGerrit>('gerrit');
      const file = 'hieradata/odd.yaml';
      gerrit.commit(puppetProject, {
        message: 'Odd',
        branch: 'production',
        files: {
          [file]:
            'a::list:\n  - 1\nb::row: [1]\nc::text: >\n  x\nd::twice: 1\nd::twice: 2\ne::noted: 1 # one\n',
        },
      });
      for (const key of ['a::list', 'b::row', 'c::text'])
        await expect(planned({ file, key })).rejects.toThrow('no single value');
      await expect(planned({ file, key: 'd::twice' })).rejects.toThrow('2 times');
      expect((await planned({ file, key: 'e::noted', value: '2' })).input('patch')).toMatchObject({
        input: { line: 'e::noted: 1 # one', by: 'e::noted: 2' },
      });
    });
  },
  { runbook: wikimediaConfig },
);
