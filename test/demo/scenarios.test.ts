/** `npm run demo -- --yes`: what each scenario must show, end to end on a real Temporal server. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { balrog } from '../../src/demo/runbooks/balrog.ts';
import { writePages } from '../../src/demo/pages.ts';
import { byEvidence } from '../../src/demo/runbooks/balrog/verify.ts';
import type { ReleaseEnd } from '../../src/demo/release-end.ts';
import { scenarioNames } from '../../src/demo/runbooks/balrog/scenarios.ts';
import type { ScenarioName } from '../../src/demo/runbooks/balrog/scenarios.ts';
import { flatten } from '../../src/workflows/state.ts';
import { demonstrated } from '../support/demonstrated.ts';
import type { Demonstrated } from '../support/demonstrated.ts';
import { inLanes } from '../support/in-lanes.ts';

const done = new Map<ScenarioName, Demonstrated>();

beforeAll(async () => {
  await inLanes(2, scenarioNames, async (name) => done.set(name, await demonstrated(balrog, name)));
}, 400_000);

function shown(name: ScenarioName): Demonstrated {
  const found = done.get(name);
  if (found === undefined) throw new Error(`${name} was not demonstrated.`);
  return found;
}

function endIn(name: ScenarioName, environment: ReleaseEnd['environment']): ReleaseEnd {
  const found = shown(name).ends.find((end) => end.environment === environment);
  if (found === undefined) throw new Error(`${name} did not release to ${environment}.`);
  return found;
}

/** `application.sync argocd/balrog-stage-admin` */
const effectsOf = ({ effects }: ReleaseEnd): string[] =>
  effects.map(({ effect, target }) => `${effect} ${target}`);

const orderIn = (end: ReleaseEnd, ...wanted: readonly string[]): string[] =>
  effectsOf(end).filter((effect) => wanted.includes(effect));

const idsOf = ({ view }: ReleaseEnd): string[] =>
  view.plan === undefined ? [] : flatten(view.plan.root).map(({ node }) => node.id);

describe.each(scenarioNames)('the scenario %s', (name) => {
  test('goes as it should', () => {
    expect(shown(name).problems).toEqual([]);
  });

  test('has nothing happen twice', () => {
    expect(shown(name).report.duplicates).toBe(0);
  });

  test('reports as many effects as the world has received', () => {
    const received = shown(name).ends.flatMap(({ effects }) => effects);
    expect(received.length).toBeGreaterThan(20);
    expect(shown(name).report.effects).toBe(received.length);
  });
});

describe('when all goes well', () => {
  test('stage comes first, then production, and both succeed', () => {
    const { outcome, releases } = shown('happy').report;
    expect(outcome).toBe('succeeded');
    expect(
      releases.map(({ id, runbook, environment, version, outcome: one }) => ({
        id,
        runbook,
        environment,
        version,
        outcome: one,
      })),
    ).toEqual([
      {
        id: 'release/balrog/stage/3.111',
        runbook: 'balrog',
        environment: 'stage',
        version: '3.111',
        outcome: 'succeeded',
      },
      {
        id: 'release/balrog/prod/3.111',
        runbook: 'balrog',
        environment: 'prod',
        version: '3.111',
        outcome: 'succeeded',
      },
    ]);
  });

  test('every step of both is done, and named with its kind', () => {
    const steps = shown('happy').report.releases.flatMap((release) => release.steps);
    expect(steps.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(steps).toContainEqual({ id: 'promote-app', kind: 'rollouts.promoteFull', state: 'done' });
    expect(Object.keys(shown('happy').report)).toEqual([
      'outcome',
      'releases',
      'effects',
      'duplicates',
      'board',
    ]);
  });

  test('production ends with the new version everywhere', () => {
    const before = JSON.stringify(endIn('happy', 'prod').before);
    const after = JSON.stringify(endIn('happy', 'prod').after);
    expect(before).toContain('webservices/balrog:v3.110');
    expect(after).not.toContain('webservices/balrog:v3.110');
  });

  test('app is promoted in production only after a person other than the starter has said so', () => {
    const { audit } = endIn('happy', 'prod').view;
    const word = audit.find(({ node, what }) => node === 'promote-to-full' && what === 'approved');
    const promoted = endIn('happy', 'prod').effects.find(({ effect }) => effect === 'rollout.promote-full');
    expect(word?.by).toBe('sam');
    expect(Date.parse(promoted?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(word?.at ?? ''));
  });

  test('people read what happens and what is asked', () => {
    expect(shown('happy').said).toContain('Test on stage');
    expect(shown('happy').said).toContain('has ended: succeeded');
  });
});

describe('when the canary is bad', () => {
  test('the outcome is that of production: rolled back', () => {
    const { outcome, releases } = shown('bad-canary').report;
    expect([outcome, ...releases.map((release) => release.outcome)]).toEqual([
      'rolled-back',
      'succeeded',
      'rolled-back',
    ]);
  });

  test('the world is as it was before', () => {
    const { before, after } = endIn('bad-canary', 'prod');
    expect(after).toEqual(before);
    expect(endIn('bad-canary', 'stage').after).not.toEqual(endIn('bad-canary', 'stage').before);
  });

  test('something had been deployed, the canary was aborted, and nobody promoted it', () => {
    const effects = effectsOf(endIn('bad-canary', 'prod'));
    expect(effects).toContain('rollout.abort balrog-prod/balrog-app');
    expect(effects.filter((effect) => effect === 'application.sync argocd/balrog-prod-admin')).toHaveLength(
      2,
    );
    expect(effects).not.toContain('rollout.promote-full balrog-prod/balrog-app');
  });

  test('the odds of harm were the reason: they stand in the sentence, in what people read and in the report', () => {
    const { ends, report, said } = shown('bad-canary');
    const [judged, ...others] = report.releases.flatMap((release) => release.judged);
    expect([judged?.verdict, others]).toEqual(['fail', []]);
    expect(judged?.says).toMatch(/^errors: .* times the rate; odds \S+ to 1 against chance$/);
    expect(report.releases.at(-1)?.why).toContain(judged?.says);
    expect(said).toContain(judged?.says);
    expect(byEvidence(endIn('bad-canary', 'prod'))).toEqual([]);
    const [path = ''] = writePages(ends);
    const page = readFileSync(path, 'utf8');
    rmSync(dirname(path), { recursive: true });
    for (const part of [
      'harmful',
      judged?.says ?? '?',
      'class="curve harm"',
      'class="curve health"',
      'tripped',
    ])
      expect(page).toContain(part);
  });

  test('nothing else had seen it: the watch of Sentry and of the traffic did not trip', () => {
    const { audit } = endIn('bad-canary', 'prod').view;
    const stopped = audit.filter(({ what }) => what === 'tripped' || what === 'inconclusive');
    expect(stopped.map(({ node }) => node)).toEqual(['compare-canary']);
  });

  test('steps tell that they were undone, and what never ran that it did not', () => {
    const [, prod] = shown('bad-canary').report.releases;
    const states = new Map(prod?.steps.map(({ id, state }) => [id, state]));
    expect(states.get('sync-app')).toBe('undone');
    expect(states.get('promote-app')).toBe('pending');
  });
});

describe('when systems are flaky', () => {
  test('every fault is met with, in one of the two releases, and both succeed', () => {
    const { ends, report } = shown('flaky-systems');
    const [stage, prod] = ends;
    const never = (stage?.unmet ?? []).filter((fault) =>
      prod?.unmet.some((other) => JSON.stringify(other) === JSON.stringify(fault)),
    );
    expect(never).toEqual([]);
    expect(report.releases.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  });
});

describe.each(['stage', 'prod'] as const)('where the schema changes, in %s', (environment) => {
  const admin = `application.sync argocd/balrog-${environment}-admin`;
  const app = `application.sync argocd/balrog-${environment}-app`;
  const promoted = `rollout.promote-full balrog-${environment}/balrog-app`;

  test('admin goes before app if something is added', () => {
    const end = endIn('schema-additive', environment);
    expect(orderIn(end, admin, app)).toEqual([admin, app]);
    expect(idsOf(end).indexOf('admin-healthy')).toBeLessThan(idsOf(end).indexOf('sync-app'));
  });

  test('app is on all pods before admin if something is taken away', () => {
    const end = endIn('schema-destructive', environment);
    expect(orderIn(end, admin, app, promoted)).toEqual([app, promoted, admin]);
    expect(idsOf(end).indexOf('app-healthy')).toBeLessThan(idsOf(end).indexOf('sync-admin'));
  });

  test('the plan tells which, and by what evidence', () => {
    for (const [name, kind] of [
      ['schema-additive', 'additive'],
      ['schema-destructive', 'destructive'],
    ] as const) {
      const fact = endIn(name, environment).view.plan?.facts.find(({ id }) => id === 'schema');
      expect(fact?.value).toBe(kind);
      expect(fact?.evidence.join()).toContain('src/auslib/migrate/versions/03');
    }
  });
});
