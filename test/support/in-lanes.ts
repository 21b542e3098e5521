/** Does the same for each, a few at a time: most of a release is waiting, but a machine has only so many cores. */
export async function inLanes<T, R>(
  lanes: number,
  all: readonly T[],
  one: (of: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<T, R>();
  const queue = [...all];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        results.set(next, await one(next));
    }),
  );
  return all.flatMap((key) => results.get(key) ?? []);
}
