/** State on disk. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/practice/store.ts';

describe('a store', () => {
  let dir: string;
  const open = () => openStore(dir, 'things', () => ({ names: ['a'] }));
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-store-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test('begins with the initial state and goes on with what was written', () => {
    expect(open().get()).toEqual({ names: ['a'] });
    const pushed = open().update((draft) => draft.names.push('b'));
    expect(pushed).toBe(2);
    expect(open().get()).toEqual({ names: ['a', 'b'] });
  });

  test('leaves state and file as they were when a change throws', () => {
    const store = open();
    const change = () =>
      store.update((draft) => {
        draft.names.push('half');
        throw new Error('no');
      });
    expect(change).toThrow('no');
    expect(store.get()).toEqual({ names: ['a'] });
    expect(open().get()).toEqual({ names: ['a'] });
  });

  test('never changes a state that was handed out', () => {
    const store = open();
    const seen = store.get();
    store.update((draft) => draft.names.push('b'));
    expect(seen).toEqual({ names: ['a'] });
  });

  test('leaves one whole file and nothing beside it', () => {
    open().update((draft) => draft.names.push('b'));
    expect(readdirSync(dir)).toEqual(['things.json']);
    expect(JSON.parse(readFileSync(join(dir, 'things.json'), 'utf8'))).toEqual({ names: ['a', 'b'] });
  });

  test('says which file is broken, and does not begin anew over it', () => {
    writeFileSync(join(dir, 'things.json'), '{"names":');
    expect(open).toThrow(/things\.json/);
  });
});
