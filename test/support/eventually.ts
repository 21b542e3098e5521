/** Looks until what is seen is as wanted; says what was seen last if it never comes. */
export async function eventually<T>(
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (Date.now() > until)
      throw new Error(`It never came; last seen: ${JSON.stringify(seen, undefined, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
