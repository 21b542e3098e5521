/**
 * Undo, always: wherever a rollback is ordered, the world is afterwards as it was before, but for what the plan says stays.
 * At a node of each kind, and at each plan's last; `npm run test:rollback` goes to every one.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PlanNode } from '../../src/runbook/plan.ts';
import { inLanes } from '../support/in-lanes.ts';
import { startRehearsals } from '../support/rehearsals.ts';
import type { Rehearsals, Rehearsed } from '../support/rehearsals.ts';
import { shipped } from '../support/shipped.ts';
import type { ShippedRelease } from '../support/shipped.ts';

let rehearsals: Rehearsals;
beforeAll(async () => {
  rehearsals = await startRehearsals();
});
afterAll(() => rehearsals.stop());

for (const release of shipped)
  (release.describe ?? describe)(`${release.runbook} to ${release.environment}`, () =>
    rolledBackAnywhere(release),
  );

const everywhere = process.env['SLIPWAY_ROLLBACKS'] === 'all';

/** Kinds of nodes at which some release was turned back already. */
const met = new Set<string>();

function oneOfEachKind(all: readonly PlanNode[]): readonly PlanNode[] {
  return all.filter((point) => {
    const kind = point.type === 'step' ? point.kind : point.type;
    const isNew = !met.has(kind);
    met.add(kind);
    return isNew || point === all.at(-1);
  });
}

function rolledBackAnywhere(release: ShippedRelease): void {
  let all: readonly PlanNode[];
  let points: readonly PlanNode[];
  let ends: readonly Rehearsed[];

  beforeAll(async () => {
    all = await rehearsals.pointsOf(release);
    points = everywhere ? all : oneOfEachKind(all);
    ends = await inLanes(3, points, (point) => rehearsals.rollBackAt(release, point));
  }, 900_000);

  /** The points at which something is wrong. */
  const at = (wrong: (end: Rehearsed) => readonly unknown[]): unknown[] =>
    ends.flatMap((end) => {
      const found = wrong(end);
      return found.length === 0 ? [] : [[end.point, found]];
    });

  test('is rolled back wherever that is ordered', () => {
    expect(all.length).toBeGreaterThanOrEqual(release.least.points);
    expect(points).toContain(all.at(-1));
    expect(ends.map(({ point, result }) => [point, result.outcome])).toEqual(
      points.map(({ id }) => [id, 'rolled-back']),
    );
  });

  test('leaves the world as it was', () => {
    expect(at(({ changed }) => changed)).toEqual([]);
  });

  test('has nothing happen twice', () => {
    expect(at(({ duplicates }) => duplicates)).toEqual([]);
  });

  test('undoes what it said that it would, newest first, and that alone', () => {
    expect(Math.max(...ends.map(({ undone }) => undone.length))).toBeGreaterThanOrEqual(release.least.undone);
    expect(
      at(({ foretold, unfinished, undone: all }) => {
        const known = new Set(foretold.map(({ node }) => node));
        const undone = all.filter((node) => known.has(node) || !unfinished.includes(node));
        const wanted = foretold.flatMap(({ node, irreversible }) =>
          irreversible === undefined ? [node] : [],
        );
        return wanted.join() === undone.join() ? [] : [{ wanted, undone }];
      }),
    ).toEqual([]);
  });

  test('reports what stays, as the plan had said, and nothing else', () => {
    expect(
      at(({ foretold, result: { left } }) => {
        const wanted = [...foretold].reverse().flatMap(({ title, irreversible, leaves }) => {
          if (irreversible !== undefined) return [`${title}: ${irreversible}`];
          return leaves === undefined ? [] : [`${title}: undone, but this stays: ${leaves}`];
        });
        return wanted.join() === left.join() ? [] : [{ wanted, left }];
      }),
    ).toEqual([]);
  });

  test('says of each undo beforehand what it will do', () => {
    expect(at(({ foretold }) => foretold.filter((one) => one.does === undefined))).toEqual([]);
  });
}
