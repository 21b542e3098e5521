/** Opens a practice world for one test and closes it whatever happens. */
export async function withWorld<W extends { stop(): Promise<void> }>(
  opening: Promise<W>,
  body: (world: W) => Promise<void>,
): Promise<void> {
  const world = await opening;
  try {
    await body(world);
  } finally {
    await world.stop();
  }
}
