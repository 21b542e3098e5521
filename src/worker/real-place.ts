/** Where a path really is: a link within a folder may lead out of it, and whoever made the folder's content may have put one there. */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fatal } from '../activities/errors.ts';

/** Both as `realpath` gives them. */
export const isWithin = (base: string, place: string): boolean =>
  place === base || place.startsWith(`${base.replace(/\/+$/, '')}/`);

/** Refuses a path of a commit, or of a build, that leads out of its folder. What is not there leads nowhere. */
export async function mustStayWithin(folder: string, path: string, whose: string): Promise<void> {
  const [base, place] = await Promise.all([
    realpath(folder),
    realpath(join(folder, path)).catch(() => undefined),
  ]);
  if (place === undefined || isWithin(base, place)) return;
  throw fatal(
    'refused',
    `${path} of ${whose} is a link that leads out of it, to the worker’s own files.`,
    'See who put it there: nothing of the worker goes into an image or a commit.',
  );
}
