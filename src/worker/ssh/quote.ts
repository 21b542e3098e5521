/**
 * Words as one line for a login shell. SSH hands a remote command to the user's login shell as one string, so every word is quoted:
 * what stands between quotes is a word's own, and nothing is left for the shell to read. Pure.
 */
import { fatal } from '../../activities/errors.ts';

export function shellLine(words: readonly string[]): string {
  if (words.length === 0) throw fatal('input-invalid', 'A remote command has no words.');
  return words.map(quoted).join(' ');
}

/**
 * Between single quotes all stands for itself; a single quote can't stand there. A backslash is put outside as well: fish reads
 * it between quotes, where the shells of POSIX don't.
 */
function quoted(word: string): string {
  if (word.includes('\0')) throw fatal('input-invalid', 'A remote command holds a null character.');
  return `'${word.replace(/['\\]/g, (sign) => `'\\${sign}'`)}'`;
}
