/**
 * Users within images, where the worker is not root: buildah gives files to those users alone that /etc/subuid and /etc/subgid lend to the
 * worker's own. Without them it can neither unpack what belongs to several users nor run a command of a build file.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Shortcoming } from '../../activities/oci/builder.ts';

const files = ['/etc/subuid', '/etc/subgid'] as const;
const mappers = ['newuidmap', 'newgidmap'] as const;

/** What buildah ends with then. That nothing was lent it says of each build, also of those that do without. */
const ends =
  /insufficient UIDs or GIDs|(ownership of|lchown) .*: invalid argument|error setting supplemental groups list: operation not permitted|finding new[ug]idmap: |unknown userid/i;

/** Undefined where a build failed for another reason. */
export function manyUsers(log: string): Shortcoming | undefined {
  const line = log.split('\n').findLast((one) => ends.test(one));
  return line === undefined
    ? undefined
    : {
        says: `images hold files of several users, and the worker's own user may give files to nobody but itself. It said: ${line.trim().slice(-400)}`,
        remedy: `${remedyFor(thisMachine().user)} Then retry.`,
      };
}

export interface Machine {
  /** Without a name: /etc/passwd does not have it. */
  readonly user: { readonly uid: number; readonly name: string | undefined };
  /** Undefined: there is none, or it can't be read. */
  read(path: string): string | undefined;
  has(program: string): boolean;
}

/** None where the worker is root, which needs to borrow nothing. */
export function lackingRanges({ user, read, has }: Machine = thisMachine()): readonly Shortcoming[] {
  const { uid, name } = user;
  if (uid === 0) return [];
  const isLent = (file: string): boolean =>
    (read(file) ?? '').split('\n').some((line) => {
      const [of, , count] = line.split(':');
      return (of === name || of === String(uid)) && Number(count) > 0;
    });
  const lacks = [
    ...(name === undefined ? [`/etc/passwd has no user ${uid}`] : []),
    ...files.filter((file) => !isLent(file)).map((file) => `${file} lends it no range`),
    ...mappers.filter((program) => !has(program)).map((program) => `there is no ${program}`),
  ];
  if (lacks.length === 0) return [];
  return [
    {
      says: `the worker's user ${name ?? uid} can't build most images with buildah, for it has no users to give their files to: ${lacks.join(', ')}`,
      remedy: remedyFor(user),
    },
  ];
}

const remedyFor = ({ uid, name }: Machine['user']): string =>
  `As root on the worker: ${name === undefined ? `give the user ${uid} a name in /etc/passwd; ` : ''}` +
  `apt-get install uidmap; usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name ?? '<name>'} ` +
  '(a range that nobody else has there). Or run the worker as root of a container of its own.';

const thisMachine = (): Machine => ({
  user: whoRuns(),
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  has: (program) =>
    (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
});

function whoRuns(): Machine['user'] {
  const uid = process.getuid?.() ?? 0;
  try {
    return { uid, name: userInfo().username };
  } catch {
    return { uid, name: undefined };
  }
}
