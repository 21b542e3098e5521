/** The page of all error codes, each with an anchor of its own. */
import { errorCodes } from '../../src/activities/errors.ts';
import { generated, page } from './markdown.ts';

export const errorsPage = (): string =>
  page(
    generated,
    '# Error codes',
    'Every error that a step reports carries one of these codes. What no retry can heal parks the step at once; everything else is retried first. A parked step waits for a person: the release itself goes on existing.',
    ...Object.entries(errorCodes).map(([code, remedy]) => `## ${code}\n\n${remedy}`),
  );
