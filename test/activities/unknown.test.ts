/** Unknown is a state: an effect whose outcome can't be seen parks with what is known, whatever its kind, and is never guessed at. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isEffect } from '../../src/activities/contract.ts';
import { effectOf } from '../../src/activities/define-step.ts';
import { steps } from '../../src/activities/registry.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { StepNode } from '../../src/runbook/plan.ts';
import type { NodeState, ReleaseResult, ReleaseView } from '../../src/workflows/view.ts';
import { quick } from '../support/conformance.ts';
import type { CaseWorld, EffectCase } from '../support/conformance.ts';
import { eventually } from '../support/eventually.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { cases } from './cases.ts';

/** The record of environments is Temporal's own: where that can't be seen, no release runs. */
const isTemporals = ({ kind }: { readonly kind: string }): boolean => kind.startsWith('environment.');

/** As a plan would have it: undoable or not, and why not. */
const effectIn = ({ kind, input }: EffectCase): StepNode['effect'] => {
  const step = steps.get(kind);
  if (step === undefined) throw new Error(`There is no step '${kind}'.`);
  return effectOf(step, input);
};

const effects = cases.flatMap((one) => (one.effect === undefined || isTemporals(one) ? [] : [one]));

interface Seen {
  readonly parked: ReleaseView;
  readonly madeBefore: number;
  /** Of what can be undone. */
  readonly undoParked?: ReleaseView;
  readonly result: ReleaseResult;
  readonly duplicates: number;
}

/** The reply to the effect is lost, and from then on nothing can be seen; then all can be seen again. */
async function darkened(one: EffectCase, engine: Engine, worlds: Map<string, CaseWorld>): Promise<Seen> {
  const world = await one.setUp(quick);
  const environment = one.kind.replace('.', '-').toLowerCase();
  worlds.set(environment, world);
  const made = () => world.journal().filter(({ effect }) => effect === one.effect.name).length;
  const seen = made();
  try {
    world.faults.add({ method: one.effect.method, path: one.effect.path, kind: { type: 'drop-reply' } });
    const release = await engine.start(sequence('All', [nodeOf(one)]), { environment });
    // Before the next attempt, which comes in a quarter of a second: the view would be asked for too long.
    await eventually(
      async () => made(),
      (count) => count > seen,
      120_000,
    );
    goDark(world);
    const parked = await untilStep(release, 'parked');
    const madeBefore = made() - seen;
    await release.send('rollback', { by: 'kim' });
    if (effectIn(one).type === 'irreversible')
      return { parked, madeBefore, result: await release.result(), duplicates: world.duplicates().length };
    const undoParked = await untilStep(release, 'undo-parked');
    world.faults.clear();
    await release.send('resolve', { by: 'kim', node: 'step', action: 'retry' });
    const result = await release.result();
    return { parked, madeBefore, undoParked, result, duplicates: world.duplicates().length };
  } finally {
    world.faults.clear();
    await world.stop();
  }
}

/** The attempts alone take some twenty seconds, and all kinds are tried side by side. */
const untilStep = (release: RunningRelease, state: NodeState): Promise<ReleaseView> =>
  eventually(
    () => release.view(),
    ({ nodes }) => nodes.some((node) => node.id === 'step' && node.state === state),
    120_000,
  );

const goDark = ({ faults }: CaseWorld): void =>
  faults.add({ kind: { type: 'status', status: 503 }, times: 1_000_000 });

const nodeOf = (one: EffectCase): BuiltNode => ({
  node: {
    type: 'step',
    id: 'step',
    title: one.kind,
    kind: one.kind,
    input: { ...one.input },
    required: false,
    onFailure: 'park',
    effect: effectIn(one),
  },
});

test('every kind of effect in the catalog is tried', () => {
  const kinds = [...steps.values()]
    .filter((step) => isEffect(step) && !isTemporals(step))
    .map(({ kind }) => kind)
    .filter((kind) => !kind.startsWith('test.'));
  expect(effects.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
});

describe('an effect whose outcome can’t be seen', () => {
  const ends = new Map<string, Seen>();
  // Side by side, for most of it is waiting for the last of the attempts; each has a world of its own.
  beforeAll(async () => {
    const worlds = new Map<string, CaseWorld>();
    const engine = await startEngine(({ environment }) => worlds.get(environment)?.clients ?? {});
    await Promise.all(effects.map(async (one) => ends.set(one.kind, await darkened(one, engine, worlds))));
    await engine.stop();
  }, 600_000);
  afterAll(() => ends.clear());

  const seenOf = (kind: string): Seen => {
    const found = ends.get(kind);
    if (found === undefined) throw new Error(`${kind} was not tried.`);
    return found;
  };

  describe.each(effects.map(({ kind }) => kind))('of %s', (kind) => {
    test('parks, having acted once, and says what can’t be reached and what to do', () => {
      const { madeBefore, parked } = seenOf(kind);
      expect(madeBefore).toBe(1);
      const [waiting] = parked.waiting;
      expect(waiting).toMatchObject({ node: 'step', for: 'repair' });
      expect(['unavailable', 'unknown']).toContain(waiting?.error?.code);
      expect(waiting?.error?.message).toMatch(/\w/);
      expect(waiting?.error?.remedy).toMatch(/\w/);
    });

    test('is among what a rollback would undo, for it may be there', () => {
      expect(seenOf(kind).parked.undo.map(({ node }) => node)).toEqual(['step']);
    });

    test('was not done twice', () => expect(seenOf(kind).duplicates).toBe(0));
  });

  const undoable = effects.filter((one) => effectIn(one).type === 'undoable');
  describe.each(undoable.map(({ kind }) => kind))('of %s, that can be undone,', (kind) => {
    test('is not undone on a guess either: the undo parks', () => {
      const [waiting] = seenOf(kind).undoParked?.waiting ?? [];
      expect(waiting).toMatchObject({ node: 'step', for: 'undo-repair' });
      expect(['unavailable', 'unknown']).toContain(waiting?.error?.code);
    });

    test('is found and put back once it can be seen again', () => {
      expect(seenOf(kind).result).toMatchObject({ outcome: 'rolled-back', left: [] });
    });
  });

  const irreversible = effects.filter((one) => effectIn(one).type === 'irreversible');
  describe.each(irreversible.map(({ kind }) => kind))('of %s, that can’t be undone,', (kind) => {
    test('is among what a rollback left', () => {
      const { outcome, left } = seenOf(kind).result;
      expect({ outcome, left }).toEqual({
        outcome: 'rolled-back',
        left: [expect.stringMatching(new RegExp(`^${kind}: \\w`))],
      });
    });
  });
});
