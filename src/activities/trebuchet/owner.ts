/** Checkouts that belong to somebody else than the account that logs in: git run as their owner, and what git and sudo say otherwise. */
import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { fatal } from '../errors.ts';
import { lastWords } from '../ssh/names.ts';

export const ownerSchema = z
  .string()
  .max(32)
  .regex(/^[a-z_][a-z0-9_-]*[$]?$/, 'must be the name of an account, such as root or trebuchet');

/** A git command in a checkout. */
export const gitIn = (
  { directory, owner }: { readonly directory: string; readonly owner?: string | undefined },
  args: readonly string[],
): readonly string[] => [
  ...(owner === undefined ? [] : ['sudo', '-n', '-u', owner, '--']),
  'git',
  '-C',
  directory,
  ...args,
];

interface Said {
  readonly host: string;
  readonly directory: string;
  readonly owner?: string | undefined;
  readonly log: string;
}

/** Undefined: it is about something else. */
export function notOurs({ host, directory, owner, log }: Said): ApplicationFailure | undefined {
  const says = lastWords(log);
  // It warns so of a host without a name, whatever comes of the command.
  if (/^sudo: (?!unable to resolve host)/m.test(log))
    return fatal(
      'permission-denied',
      `On ${host}, git can't be run as ${owner ?? 'another account'}: ${says}`,
      `Let the account that logs in there run it without a password (sudoers: <account> ALL=(${owner ?? 'root'}) NOPASSWD: /usr/bin/git), then retry.`,
    );
  if (/dubious ownership|safe\.directory/i.test(log))
    return fatal(
      'permission-denied',
      `On ${host}, ${directory} belongs to another account than ${owner ?? 'the one that logs in'}, so git refuses it: ${says}`,
      `Name whom it belongs to (owner for the deployment host, targetOwner for the targets), so that git is run as that one by sudo; or, where the account may write there, say so on ${host} as root: git config --system --add safe.directory <the path that git names>. Then retry.`,
    );
  if (
    /insufficient permission|unable to (create|write|unlink)|(cannot open|could not open) .*: Permission denied/i.test(
      log,
    )
  )
    return fatal(
      'permission-denied',
      `On ${host}, ${owner ?? 'the account that logs in'} may not write all of ${directory}: ${says}`,
      `Name whom it belongs to (owner for the deployment host, targetOwner for the targets), so that git is run as that one by sudo; or give it back there: chown -R. Then retry.`,
    );
  return undefined;
}
