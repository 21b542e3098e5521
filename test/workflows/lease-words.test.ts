/** What a release says of an environment that it waits for. */
import { describe, expect, test } from '@jest/globals';
import { changesBetween } from '../../src/client/views/changes.ts';
import { plain } from '../../src/client/views/paint.ts';
import { releaseLines } from '../../src/client/views/release.ts';
import type { LeaseNews } from '../../src/environment/messages.ts';
import { details } from '../../src/workflows/details.ts';
import { leaseWords } from '../../src/workflows/lease-words.ts';
import type { LeaseView } from '../../src/workflows/view.ts';
import { at, noon, view } from '../support/release-view.ts';

const release = {
  id: 'release/shop/prod/2.0',
  runbook: 'shop',
  environment: 'prod',
  version: '2.0',
  startedBy: 'kim',
};
const queued: LeaseNews = {
  environment: 'prod',
  state: 'queued',
  position: 2,
  holder: 'release/shop/prod/1.9',
};
const closed: LeaseNews = {
  environment: 'prod',
  state: 'queued',
  position: 1,
  closed: {
    why: 'prod is frozen by ana: holidays',
    opensAt: '2026-12-27T08:00:00.000Z',
    exempt: ['bo', 'cy'],
  },
};
const lease = (news?: LeaseNews): LeaseView => ({
  environment: 'prod',
  since: at(60),
  news,
  ...leaseWords(release, 'prod', news),
});

describe('a release that waits for its environment', () => {
  test('says its place, who has it, and where the queue is seen', () => {
    expect(leaseWords(release, 'prod', queued)).toEqual({
      says: 'Waits for prod: number 2, shop/prod/1.9 has it',
      commands: ['slipway queue prod'],
    });
  });

  test('says why it is closed, until when, and how those who may let it go on do so', () => {
    expect(leaseWords(release, 'prod', closed)).toEqual({
      says: 'Waits for prod: the next one; prod is frozen by ana: holidays, until 2026-12-27T08:00:00.000Z; bo, cy may go on with a reason',
      commands: ['slipway queue prod', "slipway exempt shop/prod/2.0 --reason '…'"],
    });
  });

  test('offers no exemption where nobody may give one', () => {
    const held: LeaseNews = { ...closed, closed: { why: 'shop 2.0 is held by ana: broken', exempt: [] } };
    expect(leaseWords(release, 'prod', held)).toEqual({
      says: 'Waits for prod: the next one; shop 2.0 is held by ana: broken, until somebody lifts it',
      commands: ['slipway queue prod'],
    });
  });

  test('says so on the terminal, in the web UI, and wherever news is told line by line', () => {
    const waits = view({ phase: 'queued', leases: [lease(closed)], waiting: [] });
    const { says, commands } = lease(closed);
    for (const part of [says, ...commands]) {
      expect(releaseLines(waits, noon, plain).join('\n')).toContain(part);
      expect(details(waits)).toContain(part);
    }
    expect(changesBetween(undefined, waits, noon).map((one) => one.says)).toContain(says);
    expect(changesBetween(waits, waits, noon)).toEqual([]);
    const later = view({ phase: 'queued', leases: [lease(queued)], waiting: [] });
    expect(changesBetween(waits, later, noon).map((one) => one.says)).toEqual([lease(queued).says]);
  });

  test('says nothing more of what it holds, nor of an answer that is still to come', () => {
    const has = view({ leases: [lease({ environment: 'prod', state: 'granted' })] });
    expect(releaseLines(has, noon, plain).join('\n')).not.toContain('prod');
    expect(details(has)).not.toContain('prod');
    expect(changesBetween(view(), view({ leases: [lease()] }), noon)).toEqual([]);
    expect(releaseLines(view({ leases: [lease()] }), noon, plain).join('\n')).toContain('Has asked for prod');
  });
});
