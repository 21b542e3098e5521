/** What the harness calls lost, duplicated and wrong. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../bench/chaos/verdict.ts';
import type { VoyageLog } from '../../bench/chaos/voyage-log.ts';
import type { Effect } from '../../bench/chaos/world-api.ts';

const effect = (name: string, key: string | null = null): Effect => ({
  system: 'github',
  effect: name,
  target: 'shop',
  key,
});

const log = (more: Partial<VoyageLog> = {}): VoyageLog => ({
  view: {
    id: 'release/shop/stage/1.0',
    runId: 'run',
    runbook: 'shop',
    environment: 'stage',
    version: '1.0',
    startedBy: 'maria',
    startedAt: '2026-01-01T10:00:00.000Z',
    phase: 'closed',
    outcome: 'succeeded',
    nodes: [{ id: 'deploy', type: 'step', title: 'Deploy', depth: 0, state: 'done', round: 1 }],
    waiting: [],
    undo: [],
    audit: [],
  },
  runId: 'run',
  events: [],
  effects: [effect('release.create'), effect('message.post')],
  duplicates: [],
  before: {},
  after: { deployed: '1.0' },
  recorded: null,
  lies: [],
  parked: [],
  held: [],
  ms: 1,
  ...more,
});

const undisturbed = log();

describe('a run that was struck', () => {
  test('is in order where it did the same, under other keys and in another order', () => {
    const seen = log({ effects: [effect('message.post', 'a'), effect('release.create', 'b')] });
    expect(judge(undisturbed, seen)).toEqual({ finding: 'ok', problems: [] });
  });

  test('may have posted its messages at another time', () => {
    const changed = (at: string): Effect => ({ ...effect('message.update'), target: `#shop ${at}` });
    const { finding } = judge(
      log({ effects: [changed('1795289294.686000')] }),
      log({ effects: [changed('1795289300.539000')] }),
    );
    expect(finding).toBe('ok');
  });

  test('is wrong where its environment has something else on record', () => {
    const held = log({ recorded: { entries: 3, holds: ['1.1'] } });
    expect(judge(held, held).finding).toBe('ok');
    expect(judge(held, log({ recorded: { entries: 4, holds: ['1.1'] } }))).toMatchObject({
      finding: 'wrong',
      problems: ['on record: entries: 3 became 4'],
    });
  });

  test('has lost what never happened', () => {
    expect(judge(undisturbed, log({ effects: [effect('message.post')] }))).toEqual({
      finding: 'lost',
      problems: ['never happened: github release.create shop'],
    });
  });

  test('has duplicated what happened once more, under one key or under another', () => {
    const twice = log({ effects: [...undisturbed.effects, effect('message.post', 'other')] });
    expect(judge(undisturbed, twice).finding).toBe('duplicated');
    expect(judge(undisturbed, log({ duplicates: [effect('message.post', 'same')] })).finding).toBe(
      'duplicated',
    );
  });

  test('is wrong where it ended otherwise, left the world otherwise, said what was not so, or left something behind', () => {
    const { view } = undisturbed;
    const otherwise: Partial<VoyageLog>[] = [
      { view: { ...view, outcome: 'aborted' } },
      { view: { ...view, nodes: view.nodes.map((node) => ({ ...node, state: 'parked' as const })) } },
      { after: { deployed: '0.9' } },
      { lies: ['deploy was done and became running'] },
      { held: ['the activity watch is pending'] },
    ];
    for (const more of otherwise) {
      const { finding, problems } = judge(undisturbed, log(more));
      expect([finding, problems.length]).toEqual(['wrong', 1]);
    }
  });
});
