/** Going back past migrations: the database keeps what they did, and what older code may break on a person has named. */
import { stepOver } from 'slipway/migrations';
import type { Planning, RollbackFacts, SchemaOperation } from 'slipway';

/** Refuses a way back past what nobody has acknowledged; warns of what will break. */
export function stepOverMigrations(
  operations: readonly SchemaOperation[],
  facts: Pick<RollbackFacts<Planning>, 'course' | 'refuse' | 'warn'>,
): void {
  const { breaks, missing, strange } = stepOver({ operations }, facts.course.acknowledged);
  const stays = breaks.map(
    ({ file, line, says }) => `${file}${line === undefined ? '' : `:${line}`} ${says}`,
  );
  if (strange.length > 0)
    facts.refuse(
      `No migration between is called ${strange.join(', ')}; there are: ${[...new Set(operations.map(({ file }) => file))].join(', ') || 'none'}.`,
      'Acknowledge only those past which it goes.',
    );
  if (missing.length > 0)
    facts.refuse(
      `The database keeps what the code before may break on: ${stays.join('; ')}.`,
      `See what of it breaks, and mend the database by hand where it must be. Who answers for the rest names it: ${missing.map((name) => `--acknowledge ${name}`).join(' ')}`,
    );
  for (const one of stays) facts.warn(`Will break whatever in the older code needs it: ${one}.`);
  if (operations.length > 0) facts.warn('The schema stays as it is: nothing downgrades it.');
}
