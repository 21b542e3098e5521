/** What OpenSSH says of a failure of its own, as the two kinds of error that steps throw. */
import type { ApplicationFailure } from '@temporalio/common';
import { fatal, retryLater } from '../../activities/errors.ts';

type Meaning = (host: string, says: string) => ApplicationFailure;

/** First match wins. OpenSSH has one exit code for all of these, and sentences. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No \S+ host key is known|host key .* has changed/i,
    (host, says) =>
      fatal(
        'permission-denied',
        `${host} did not show the host key that the worker knows of it, so nothing was sent: ${says}`,
        'Find out whether the host was set up anew. Only then put its key into the known hosts of the worker, and retry.',
      ),
  ],
  [
    /Permission denied|Too many authentication failures|no mutual signature|account is locked/i,
    (host, says) =>
      fatal(
        'permission-denied',
        `${host} did not let the worker in: ${says}`,
        'Let the worker’s key in on that host, then retry.',
      ),
  ],
  [
    /Name or service not known|nodename nor servname|No address associated/i,
    (host, says) => fatal('not-found', `There is no host ${host}: ${says}`),
  ],
  [
    /Bad configuration option|Bad owner or permissions|UNPROTECTED PRIVATE KEY|Can't open user config|Identity file .* not accessible|terminating, \d+ bad configuration/i,
    (host, says) =>
      fatal(
        'config-invalid',
        `OpenSSH can't use the worker's SSH files, to get to ${host}: ${says}`,
        'Mend the files that the configuration’s ssh system names, then retry.',
      ),
  ],
];

/** Whatever else it is, the host or the way to it is at fault: a retry may heal it. */
export function sshError(host: string, log: string): ApplicationFailure {
  const says = excerpt(log);
  for (const [pattern, meaning] of meanings) if (pattern.test(log)) return meaning(host, says);
  return retryLater('unavailable', `Lost ${host}, or never got there: ${says || 'ssh says nothing'}`);
}

const excerpt = (log: string): string =>
  log
    .split(/\r?\n/)
    .filter((line) => !/^(@+|@ .* @|\s*)$/.test(line))
    .map((line) => line.trim())
    .join(' ')
    .slice(-400);
