import { expect, test } from '@jest/globals';
import { plain } from '../../../src/client/views/paint.ts';
import { whereLines } from '../../../src/client/views/where.ts';

const noon = new Date(2026, 2, 1, 12).getTime();
const at = (hours: number) => new Date(2026, 2, 1, hours, 5).toISOString();

test('how far a version has come is told in one word and by the clock of this machine', () => {
  const service = { name: 'admin', version: '3.111' };
  const lines = whereLines(
    {
      what: '3.111',
      kind: 'version',
      environments: [
        {
          name: 'stage',
          title: 'Stage',
          services: [
            { ...service, state: 'runs', says: `runs since ${at(9)}` },
            { ...service, name: 'ui', version: '3.112', state: 'was', says: `ran from ${at(8)} to ${at(9)}` },
          ],
        },
        {
          name: 'prod',
          title: 'Production',
          services: [{ ...service, version: '3.110', state: 'unknown', says: 'GitHub does not answer' }],
        },
      ],
    },
    noon,
    plain,
  );
  expect(lines).toEqual([
    'The version 3.111:',
    'Stage',
    '  ✔ admin  3.111  runs       since 09:05:00',
    '  ↩ ui     3.112  ran there  from 08:05:00 to 09:05:00',
    'Production',
    '  ? admin  3.110  unknown  GitHub does not answer',
  ]);
});
