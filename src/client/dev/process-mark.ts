/** Which process, so that its id can't be mistaken for that of a later process which was given the same number. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export const processMarkSchema = z.object({
  pid: z.number().int().positive(),
  /** When it began, as the system tells it; absent where the system doesn't. */
  born: z.string().optional(),
});

export type ProcessMark = z.output<typeof processMarkSchema>;

export function markOf(pid: number): ProcessMark {
  const born = bornOf(pid);
  return born === undefined ? { pid } : { pid, born };
}

/** Whether exactly this process still runs; one that is only waited for by its parent doesn't. */
export function lives({ pid, born }: ProcessMark): boolean {
  if (!answers(pid)) return false;
  const present = bornOf(pid);
  if (present === 'ended') return false;
  return born === undefined || present === undefined || present === born;
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const bornOf = (pid: number): string | undefined =>
  existsSync('/proc/self/stat') ? bornByProc(pid) : bornByPs(pid);

/** Fields after the program's name, which may itself hold blanks and brackets: the state is the first, the start the 20th. */
function bornByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function bornByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 2000,
    }).trim();
  } catch {
    return undefined;
  }
}
