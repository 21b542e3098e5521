/** What to tell whoever plans the release. */
import type { Operation } from './verdict.ts';

/** `with-code`: the release brings code too, as most do. `alone`: it runs migrations and changes no code. */
export type ReleaseHas = 'with-code' | 'alone';

const takesAway = new Set([
  'drop-column',
  'drop-table',
  'drop-object',
  'truncate',
  'delete-rows',
  'drop-default',
]);
const renames = new Set(['rename-column', 'rename-table', 'rename-object']);
const demands = new Set(['add-column', 'set-not-null']);

/** The two phases, where code and what breaks it would come in one release: old code runs while the migration does. */
export function twoPhases(operations: readonly Operation[]): string[] {
  const breaking = operations.filter(({ verdict }) => verdict === 'destructive' || verdict === 'mixed');
  const of = (kinds: ReadonlySet<string>): Operation[] =>
    breaking.filter(({ operation }) => kinds.has(operation));
  const others = breaking.filter(
    ({ operation }) => ![takesAway, renames, demands].some((kinds) => kinds.has(operation)),
  );
  return [
    ...advise(
      of(takesAway),
      (what) =>
        `One release brings code and takes away what the code before may use (${what}). Better in two: first code that works before and after, then the migration by itself.`,
    ),
    ...advise(
      of(demands),
      (what) =>
        `One release brings code and demands values that the code before does not write (${what}). Better in two: let the column be null at first, with code that writes no nulls; then fill what is null and make it NOT NULL.`,
    ),
    ...advise(
      of(renames),
      (what) =>
        `A rename breaks the code before or the code after (${what}). Better in steps: add the new name, write both, move the data, read the new one, and drop the old in a later release.`,
    ),
    ...advise(
      others,
      (what) =>
        `One release brings code and a change that the code before may break on (${what}). Better in two: first code that works before and after, then the migration by itself.`,
    ),
  ];
}

/** What code that goes back meets in a database that doesn't. */
export function goingBack(operations: readonly Operation[]): string[] {
  return advise(
    operations.filter(({ verdict }) => !['none', 'additive'].includes(verdict)),
    (what) =>
      `The database stays as the newer version left it, and the older code may break on that: ${what}.`,
  );
}

export function cautions(operations: readonly Operation[]): string[] {
  return [
    ...new Set(
      operations.flatMap(({ caution, file, line }) =>
        caution === undefined ? [] : [`${placeOf({ file, line })}: ${caution}.`],
      ),
    ),
  ];
}

const mostNamed = 5;

function advise(operations: readonly Operation[], say: (what: string) => string): string[] {
  if (operations.length === 0) return [];
  const named = operations.slice(0, mostNamed).map((one) => `${placeOf(one)} ${shortly(one.says)}`);
  const rest = operations.length - named.length;
  return [say(rest > 0 ? `${named.join('; ')}; and ${rest} more` : named.join('; '))];
}

/** Without the reasons, which the evidence has. */
const shortly = (says: string): string => says.split(/[:;] |, which/)[0] ?? says;

const placeOf = ({ file, line }: { readonly file: string; readonly line?: number | undefined }): string =>
  line === undefined ? file : `${file}:${line}`;
