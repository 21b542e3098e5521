/** Two ways of doing the same thing, in turns, so that whatever else the machine does falls on both. */

/** One line of the table. `ratio` is ours over the limit: what a bare Temporal workflow needs for the same. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly limit: number;
  readonly ratio: number;
  readonly unit: string;
  /** What the ratio should not exceed, where there is such a goal. */
  readonly goal?: number;
}

export const figure = (
  name: string,
  unit: string,
  { ours, limit }: { readonly ours: number; readonly limit: number },
  goal?: number,
): Figure => ({
  name,
  ours: rounded(ours),
  limit: rounded(limit),
  ratio: rounded(ours / limit),
  unit,
  ...(goal === undefined ? {} : { goal }),
});

/** Milliseconds of both, medians over `rounds`; who goes first changes with every round. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<{ ours: number; limit: number }> {
  const times = { ours: [] as number[], limit: [] as number[] };
  // The first of each warms up caches and is not counted.
  await ours();
  await limit();
  for (let round = 0; round < rounds; round++) {
    const turns = round % 2 === 0 ? (['ours', 'limit'] as const) : (['limit', 'ours'] as const);
    for (const turn of turns) times[turn].push(await (turn === 'ours' ? ours() : limit()));
  }
  return { ours: median(times.ours), limit: median(times.limit) };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Milliseconds of work of this process, whoever else keeps the machine busy. */
export async function cpuTimed(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const rounded = (value: number): number => Number(value.toPrecision(3));
