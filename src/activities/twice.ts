/** A look that can't tell is taken once more: what was done may show a moment later, and a system may have been away. */

const againAfterMs = 2000;

/** The first look that tells, of two. */
export async function twice<T>(
  { sleep }: { sleep(ms: number): Promise<void> },
  look: () => Promise<T>,
  tells: (seen: T) => boolean,
): Promise<T> {
  const first = await look();
  if (tells(first)) return first;
  await sleep(againAfterMs);
  return look();
}
