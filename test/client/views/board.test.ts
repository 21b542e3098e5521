/** The board at a terminal: a matrix where there is room, a list where there is not, and what concerns people below. */
import { describe, expect, test } from '@jest/globals';
import { boardLines } from '../../../src/client/views/board.ts';
import { plain } from '../../../src/client/views/paint.ts';
import { widthOf } from '../../../src/client/views/width.ts';
import type { Board, BoardEnvironment, Drift } from '../../../src/environment/board.ts';

const at = '2026-11-21T12:00:00.000Z';
const earlier = '2026-11-21T10:00:00.000Z';
const service = (name: string, version: string, drift: Drift = { state: 'none', says: '' }) => ({
  ...{ name, version, digest: null, commit: null, repository: null, since: earlier },
  ...{ release: 'release/shop/stage/1', by: 'maria', why: 'Release of shop 1', replaced: null, drift },
});
const environment = (name: string, more: Partial<BoardEnvironment>): BoardEnvironment => ({
  ...{ name, title: name, services: [], holder: null, queue: [], freezes: [], holds: [] },
  ...{ closed: null, problem: null, ...more },
});
const going = { runbook: 'shop', by: 'sam', since: earlier, services: ['admin', 'new'], urgent: null };
const board: Board = {
  at,
  environments: [
    environment('stage', { services: [service('admin', '1')] }),
    environment('prod', {
      services: [
        service('admin', '0', { state: 'drifted', says: 'it runs 0.9' }),
        service('ui', '0', { state: 'unknown', says: 'nobody looked' }),
      ],
      holder: { ...going, release: 'release/shop/prod/2', version: '2' },
      queue: [{ ...going, release: 'release/shop/prod/3', version: '3', urgent: 'fire' }],
    }),
  ],
};

describe('the board', () => {
  test('is a matrix of services by environments, with what is on its way', () => {
    expect(boardLines(board, 100, plain).slice(0, 4)).toEqual([
      'SERVICE  STAGE          PROD',
      'admin    ✔ 1 2h, maria  ≠ 0 2h, maria → 2',
      'new      –              – → 2',
      'ui       –              ? 0 2h, maria',
    ]);
  });

  test('is a list where the matrix has no room, and no line is wider than the terminal', () => {
    const lines = boardLines(board, 36, plain);
    expect(lines.slice(0, 4)).toEqual(['stage', '  admin  ✔ 1 2h, maria', '', 'prod']);
    expect(lines.filter((line) => widthOf(line) > 36)).toEqual([]);
  });

  test('says below who has it, who is next, what differs and what nobody can tell', () => {
    const text = boardLines(board, 100, plain).join('\n');
    expect(text).toMatch(/Differs from the record\n +prod +admin +it runs 0\.9/);
    expect(text).toMatch(
      /On its way\n +prod +shop\/prod\/2 +has it since 2h, by sam\n.*is next.*urgent: fire/,
    );
    expect(text).toMatch(/Unknown, because\n +prod +ui +nobody looked/);
  });

  test('takes nothing that could steer a terminal from what was recorded', () => {
    const evil = environment('stage', { services: [service('a\u001b[31mdmin', '1\u0007')] });
    // eslint-disable-next-line no-control-regex -- they are what must not get through
    expect(boardLines({ at, environments: [evil] }, 100, plain).join('')).not.toMatch(/[\u0007\u001b]/);
  });
});
