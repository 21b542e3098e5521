/** From the migrations that differ to a verdict with its evidence. */
import { isMigration } from './adapters.ts';
import type { AdapterName } from './adapter.ts';
import { cautions, goingBack, twoPhases } from './advice.ts';
import { cautionOf } from './cautions.ts';
import { Fresh } from './fresh.ts';
import { judge } from './judge.ts';
import { chainOf, openFiles } from './files.ts';
import type { ClassifyOptions } from './classify.ts';
import type { ChangedFile, Reading } from './files.ts';
import { openSqlReader } from './sql/read-sql.ts';
import type { SqlDialect } from './sql/read-sql.ts';
import { verdictOf } from './verdict.ts';
import type { Classification, Operation } from './verdict.ts';

/** More than people release at once: what is built to keep a worker busy is refused. */
const mostFiles = 2_000;

export async function classifyChange(
  files: readonly ChangedFile[],
  adapter: AdapterName | 'auto' = 'auto',
  { dialect = 'auto', direction = 'forward', release = 'with-code' }: ClassifyOptions = {},
): Promise<Classification> {
  const migrations = files.filter(({ path }) => isMigration(path));
  const [first] = migrations.filter(({ before, after }) => before !== after);
  if (first === undefined) return { verdict: 'none', operations: [], advice: [] };
  if (migrations.length > mostFiles) {
    const says = `is one of ${migrations.length} migrations: ${mostFiles} are read at most`;
    return { verdict: 'unknown', operations: [ofFile(first.path, 'unknown', says)], advice: [] };
  }

  const side = direction === 'forward' ? 'after' : 'before';
  const chain = chainOf(migrations, side, adapter);
  const read = openFiles(await openSqlReader(dialect), migrations, side, adapter);
  const readings = chain.order.flatMap((file) => read.up(file) ?? []);
  const wanted =
    direction === 'downgrade' ? chain.order.toReversed().flatMap((file) => read.down(file) ?? []) : readings;
  const operations = operationsOf(wanted, dialect);
  const advice =
    direction === 'forward'
      ? [
          ...(release === 'with-code' ? twoPhases(operations) : []),
          ...cautions(operations),
          ...chain.problems,
        ]
      : goingBack(operations);
  return { verdict: verdictOf(operations.map(({ verdict }) => verdict)), operations, advice };
}

function operationsOf(readings: readonly Reading[], dialect: SqlDialect): Operation[] {
  const fresh = new Fresh();
  return readings.flatMap(({ path, result }): Operation[] => {
    if (typeof result === 'string') return [ofFile(path, 'unknown', result)];
    if (result.length === 0) return [ofFile(path, 'none', 'does nothing to the schema')];
    return result.map(({ line, act }) => {
      const { verdict, says } = judge(act, fresh);
      const caution = cautionOf(act, fresh, dialect);
      fresh.add(act);
      const operation = act.act === 'unknown' ? act.operation : act.act;
      return {
        file: path,
        line,
        operation,
        verdict,
        says,
        ...(caution === undefined ? {} : { caution }),
      };
    });
  });
}

const ofFile = (file: string, verdict: 'none' | 'unknown', says: string): Operation => ({
  file,
  operation: 'file',
  verdict,
  says,
});
