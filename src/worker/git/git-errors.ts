/** What git says of a failure, as the two kinds of error that steps throw. */
import type { ApplicationFailure } from '@temporalio/common';
import { fatal, retryLater } from '../../activities/errors.ts';

type Meaning = (says: string, doing: string) => ApplicationFailure;

/** First match wins. Git has no codes but these sentences, and speaks English because the worker asks it to. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /Authentication failed|could not read Username|could not read Password|error: 40[13]|HTTP 40[13]|denied to/i,
    (says, doing) =>
      fatal(
        'permission-denied',
        `The git server did not let us ${doing}: ${says}`,
        'Give the worker’s git credential that right, then retry.',
      ),
  ],
  [
    /error: 429|HTTP 429/,
    (says, doing) => retryLater('rate-limited', `The git server asks to wait before we ${doing}: ${says}`),
  ],
  [
    /repository '.*' not found|error: 404|HTTP 404|not valid: is this a git repository/,
    (says, doing) => fatal('not-found', `Could not ${doing}: the git server has no such repository: ${says}`),
  ],
  [
    /stale info|failed to update ref|cannot lock ref|reference already exists|fetch first/,
    (says, doing) =>
      retryLater('conflict', `Could not ${doing}: it is not where it was when the step looked: ${says}`),
  ],
  [
    // Gerrit has this very commit: a push before this one got through, and its answer was lost.
    /no new changes/,
    (says, doing) => retryLater('conflict', `Could not ${doing}, for the server has it already: ${says}`),
  ],
  [
    /hook declined|protected branch|deny(ing)? (non-fast-forward|updating|deletion)|prohibited|non-fast-forward|remote rejected/,
    (says, doing) =>
      fatal(
        'refused',
        `The git server refused to ${doing}: ${says}`,
        'Its rules for this branch or tag forbid it. Let the worker’s account pass them, or do it by hand; then retry.',
      ),
  ],
  [
    /not our ref|couldn't find remote ref|unadvertised object|bad object|Not a valid commit/,
    (says, doing) => fatal('not-found', `Could not ${doing}: the repository has no such commit: ${says}`),
  ],
];

/** Whatever else it is, the server or the way to it is at fault: a retry may heal it. */
export function gitError(log: string, doing: string): ApplicationFailure {
  const says = excerpt(log);
  for (const [pattern, meaning] of meanings) if (pattern.test(log)) return meaning(says, doing);
  return retryLater('unavailable', `Could not ${doing}: ${says || 'git says nothing'}`);
}

/** Git's progress is of no use to anybody. */
const excerpt = (log: string): string =>
  log
    .split('\n')
    .filter(
      (line) => line.trim() !== '' && !/^(warning:|To |Done$|Everything up-to-date|remote: *$)/.test(line),
    )
    .map((line) => line.trim())
    .join(' ')
    .slice(-400);
