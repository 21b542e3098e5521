import { describe, expect, test } from '@jest/globals';
import { systemTypes } from '../../src/worker/config-systems.ts';
import type { ConfigInput } from '../../src/worker/config.ts';
import { parseConfig } from '../../src/worker/parse-config.ts';
import { environmentOf, peopleOf, systemsOf } from '../../src/worker/systems-of.ts';

function config(given: Partial<ConfigInput>) {
  const parsed = parseConfig({ runbooks: [], environments: { stage: {} }, ...given });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

function stage(given: Partial<ConfigInput>) {
  const found = systemsOf(config(given), 'stage');
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found;
}

const metrics = (url: string) => ({ type: 'prometheus', url }) as const;

describe('an environment uses', () => {
  test('the system that it names', () => {
    const { systems } = stage({
      environments: { stage: { systems: { prometheus: 'inner' } } },
      systems: { inner: metrics('https://inner'), prometheus: metrics('https://default') },
    });
    expect(systems.prometheus?.url).toBe('https://inner');
  });

  test('else the one called after its type', () => {
    const { systems } = stage({
      systems: { inner: metrics('https://inner'), prometheus: metrics('https://default') },
    });
    expect(systems.prometheus?.url).toBe('https://default');
  });

  test('else the only one of its type', () => {
    const { systems } = stage({ systems: { inner: metrics('https://inner') } });
    expect(systems.prometheus?.url).toBe('https://inner');
  });

  test('none where several could be meant, and says what to write', () => {
    const { systems, missing } = stage({ systems: { a: metrics('https://a'), b: metrics('https://b') } });
    expect(systems.prometheus).toBeUndefined();
    expect(missing.prometheus?.path).toBe('environments.stage.systems');
    expect(missing.prometheus?.remedy).toContain('a, b');
  });

  test('none of a type that there is none of, which is said too', () => {
    const { systems, missing } = stage({});
    expect(systems).toEqual({});
    expect(Object.keys(missing).sort()).toEqual([...systemTypes].sort());
  });
});

test.each(['prod', 'toString', '__proto__'])(
  'an environment %s that is not configured is a problem',
  (name) => {
    const found = systemsOf(config({}), name);
    expect(found.ok).toBe(false);
    expect(environmentOf(config({}), name)).toBeUndefined();
  },
);

test('an environment without a title is called by its name', () => {
  expect(environmentOf(config({}), 'stage')).toMatchObject({ name: 'stage', title: 'stage' });
});

test('people come with their roles', () => {
  expect(peopleOf(config({ people: { ann: { roles: ['releng', 'sre'], slack: 'U1' } } }))).toEqual([
    { login: 'ann', roles: ['releng', 'sre'] },
  ]);
});
