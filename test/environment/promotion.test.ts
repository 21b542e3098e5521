/** Whether a version may come on from the environment before: by its ledger, its releases' ends and what is held. */
import { describe, expect, test } from '@jest/globals';
import { asOf, lasting, versionLine } from '../../src/environment/history.ts';
import { unmet } from '../../src/environment/promotion.ts';
import type { Standing } from '../../src/environment/standing.ts';
import type { HoldView, LedgerEntry } from '../../src/environment/view.ts';
import type { PromotionCourse } from '../../src/runbook/plan.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const hour = (at: number) => new Date(Date.UTC(2026, 0, 1, at)).toISOString();

/** Oldest first; an hour between two. */
function ledgerOf(...lines: readonly (Partial<LedgerEntry> & { readonly version: string })[]): LedgerEntry[] {
  return lines
    .map((line, at) => ({
      service: 'api',
      key: `k${at}`,
      at: hour(at),
      release: `release/shop/stage/${line.version}`,
      runbook: 'shop',
      by: 'sam',
      why: 'Released',
      ...line,
    }))
    .reverse();
}

const course = (more: Partial<PromotionCourse> = {}): PromotionCourse => ({
  type: 'promotion',
  from: 'stage',
  takes: 'what-ran',
  services: [{ service: 'api', version: '1.1', digest: digest('a') }],
  ...more,
});

/** Stage ran 1.0 from midnight and runs 1.1 from one o'clock; it is six. */
function standing(
  more: Partial<Standing> = {},
  ledger = ledgerOf({ version: '1.0' }, { version: '1.1', digest: digest('a') }),
): Standing {
  const view = {
    name: 'stage',
    freezes: [],
    holds: [],
    queue: [],
    current: ledger.slice(0, 1),
    entries: ledger.length,
    pages: 0,
    audit: [],
    ended: [{ release: 'release/shop/stage/1.1', at: hour(2), outcome: 'succeeded', gates: ['tested'] }],
  };
  return {
    runbook: 'shop',
    version: '1.1',
    environment: 'prod',
    view,
    ledger,
    rules: [],
    now: Date.parse(hour(6)),
    ...more,
  };
}

const says = (...given: Parameters<typeof unmet>) =>
  unmet(...given).map(({ way, message }) => `${way}: ${message}`);
const holding = (hold: Partial<HoldView>) =>
  standing({
    rules: [
      { name: 'prod', freezes: [], holds: [{ by: 'kim', at: hour(3), reason: 'loses rows', ...hold }] },
    ],
  });

describe('a version may come on', () => {
  test('that was released before, has soaked, and passed its gate', () => {
    expect(unmet(course({ soak: '5h', gate: 'tested' }), standing())).toEqual([]);
  });

  test('although a newer one has followed it there', () => {
    const ledger = ledgerOf({ version: '1.1', digest: digest('a') }, { version: '1.2' });
    expect(unmet(course(), standing({}, ledger))).toEqual([]);
    expect(says(course({ takes: 'what-runs' }), standing({}, ledger))).toEqual([
      `none: stage does not run api 1.1 any more, since ${hour(1)}`,
    ]);
  });

  test('that was released twice, counted from the first time', () => {
    const same = { version: '1.1', digest: digest('a') };
    expect(unmet(course({ soak: '6h' }), standing({}, ledgerOf(same, same, same)))).toEqual([]);
    const other = ledgerOf(same, { version: '1.1', digest: digest('b') }, same);
    expect(says(course({ soak: '6h' }), standing({}, other))).toHaveLength(1);
  });
});

describe('a version may not come on', () => {
  test('that was never there, or was taken back there', () => {
    expect(says(course(), standing({}, ledgerOf({ version: '1.0' })))).toEqual([
      'exempt: stage does not have api 1.1, for it was never released there',
    ]);
    const undone = ledgerOf({ version: '1.0' }, { version: '1.1' }, { version: '1.0', undoes: 'k1' });
    expect(says(course(), standing({}, undone))).toEqual([
      'exempt: stage does not have api 1.1, and it was taken back there',
    ]);
  });

  test('whose image is another now, or one that nobody can tell', () => {
    const services = [{ service: 'api', version: '1.1', digest: digest('b') }];
    expect(says(course({ services }), standing())).toEqual([
      `none: api 1.1 is ${digest('a')} in stage, and would be ${digest('b')}: the digest differs`,
    ]);
    expect(says(course({ services: [{ service: 'api', version: '1.1' }] }), standing())).toHaveLength(1);
  });

  test('that has not run there for long enough', () => {
    expect(says(course({ soak: '6h' }), standing())).toEqual([
      `exempt: api 1.1 must have run in stage for 6h, and does so since ${hour(1)}`,
    ]);
    const short = ledgerOf({ version: '1.1', digest: digest('a') }, { version: '1.2' });
    expect(says(course({ soak: '2h' }), standing({}, short))).toEqual([
      `exempt: api 1.1 ran in stage from ${hour(0)} to ${hour(1)}, which is less than 2h`,
    ]);
  });

  test('whose release is still under way there, or came to no good end', () => {
    const release = {
      id: 'release/shop/stage/1.1',
      runbook: 'shop',
      environment: 'stage',
      version: '1.1',
      startedBy: 'sam',
    };
    const { view } = standing();
    if (view === undefined) throw new Error('There is no view.');
    const going = { ...view, ended: [], holder: { release, since: hour(1), services: [] } };
    expect(says(course(), standing({ view: going }))).toEqual([
      'exempt: release/shop/stage/1.1 is still under way',
    ]);
    const ended = [{ release: release.id, at: hour(2), outcome: 'aborted', gates: [] }];
    expect(says(course(), standing({ view: { ...view, ended } }))).toEqual([
      'exempt: release/shop/stage/1.1 has ended aborted',
    ]);
    // An end of an earlier time says nothing of this one.
    const before = [{ release: release.id, at: hour(0), outcome: 'succeeded', gates: ['tested'] }];
    expect(says(course({ gate: 'tested' }), standing({ view: { ...view, ended: before } }))).toEqual([
      'exempt: release/shop/stage/1.1: it can’t be told whether the gate ‘tested’ was passed',
    ]);
  });

  test('whose gate was not passed', () => {
    expect(says(course({ gate: 'looked-at' }), standing())).toEqual([
      'exempt: release/shop/stage/1.1: the gate ‘looked-at’ was not passed',
    ]);
  });

  test.each([
    [{ version: '1.1' }, 'shop 1.1 is held by kim: loses rows'],
    [{ version: '1.1', runbook: 'shop' }, 'shop 1.1 is held by kim: loses rows'],
    [{ runbook: 'shop' }, 'shop is held in prod by kim: loses rows'],
  ])('that is held: %j', (hold, why) => {
    expect(says(course(), holding(hold))).toEqual([`none: ${why}`]);
  });

  test('whose commit is held, by any number of its digits', () => {
    const ledger = ledgerOf({ version: '1.1', digest: digest('a'), commit: '0123456789'.repeat(4) });
    const { rules } = holding({ version: '0123456' });
    expect(says(course(), standing({ rules }, ledger))).toEqual([
      'none: shop 0123456 is held by kim: loses rows',
    ]);
  });

  test.each([[{ version: '1.0' }], [{ version: '1.1', runbook: 'other' }], [{ runbook: 'other' }]])(
    'unless another is meant: %j',
    (hold) => expect(says(course(), holding(hold))).toEqual([]),
  );

  test('without all that runs there of its runbook', () => {
    const ledger = ledgerOf({ version: '1.1', service: 'ui' });
    const services = [{ service: 'api', version: '1.1' }];
    expect(says(course({ services, takes: 'what-runs' }), standing({}, ledger))).toEqual([
      'exempt: stage does not have api 1.1, for it was never released there',
      'none: stage runs ui 1.1, which the plan does not bring to prod',
    ]);
  });

  test('and all that it lacks is said at once', () => {
    const services = [{ service: 'api', version: '1.1', digest: digest('b') }];
    const ways = unmet(course({ services, soak: '9h', gate: 'looked-at' }), holding({ version: '1.1' }));
    expect(ways.map(({ way }) => way)).toEqual(['none', 'none', 'exempt', 'exempt']);
  });
});

describe('the versions that can be gone back to', () => {
  const back = true as const;
  test.each([
    [
      ['1.0', '1.1', '1.2'],
      ['1.0', '1.1', '1.2'],
    ],
    [
      ['1.0', '1.1', '1.1'],
      ['1.0', '1.1'],
    ],
    [
      ['1.0', '1.1', '1.0'],
      ['1.0', '1.1', '1.0'],
    ],
  ])('of %j are %j', (versions, line) => {
    expect(versionLine(lasting(ledgerOf(...versions.map((version) => ({ version })))), 'shop')).toEqual(line);
  });

  test('do not have one that was gone back from', () => {
    const ledger = ledgerOf(
      { version: '1.0' },
      { version: '1.1' },
      { version: '1.2' },
      { version: '1.1', back },
    );
    expect(versionLine(lasting(ledger), 'shop')).toEqual(['1.0', '1.1']);
  });

  test('do not have one that its release took back itself, nor another runbook’s', () => {
    const ledger = ledgerOf(
      { version: '1.0' },
      { version: '9.9', runbook: 'other' },
      { version: '1.1' },
      { version: '1.0', undoes: 'k2' },
    );
    expect(versionLine(lasting(ledger), 'shop')).toEqual(['1.0']);
  });

  test('bring all back as it was there then', () => {
    const ledger = ledgerOf(
      { version: '1.0', service: 'ui' },
      { version: '1.1', service: 'ui' },
      { version: '1.1', service: 'api' },
      { version: '1.2', service: 'api' },
      { version: '1.2', service: 'worker' },
    );
    const found = asOf(lasting(ledger), 'shop', '1.1').map(({ service, version }) => `${service} ${version}`);
    expect(found).toEqual(['ui 1.1', 'api 1.1']);
    expect(asOf(lasting(ledger), 'shop', '0.9')).toEqual([]);
  });
});
