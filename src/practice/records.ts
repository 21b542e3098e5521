/**
 * The journal and the stores of a world, which belong together: what is recorded within an update is kept once that is on disk. Whoever dies or
 * can't write before that does it anew, and has not done it twice.
 */
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { openStore } from './store.ts';
import type { World } from './world.ts';

export function openRecords(dir: string): Pick<World, 'journal' | 'store'> {
  const journal = openJournal(dir);
  let noted: Parameters<Journal['record']>[0][] | undefined;
  return {
    journal: {
      ...journal,
      record: (entry) => (noted === undefined ? journal.record(entry) : void noted.push(entry)),
    },
    store(name, initial) {
      const store = openStore(dir, name, initial);
      return {
        get: store.get,
        update(change) {
          const outer = noted;
          const mine: typeof noted = (noted = []);
          try {
            return store.update(change);
          } catch (error) {
            mine.length = 0;
            throw error;
          } finally {
            noted = outer;
            mine.forEach(journal.record);
          }
        },
      };
    },
  };
}
