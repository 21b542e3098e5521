/** The board at the end of the demonstration: asked of the worker, as `slipway board` does. */
import { askWorker } from '../client/ask-worker.ts';
import type { Connected } from '../client/connect.ts';
import { boardSchema } from '../environment/board.ts';
import type { Board } from '../environment/board.ts';

const limitMs = 60_000;

export const lastBoard = (connected: Connected): Promise<Board> =>
  askWorker(connected, 'board', { environments: [] }, boardSchema, limitMs);

/** Where the board itself says that the systems differ from what is recorded, or that it can't be read. */
export const strangeOn = ({ environments }: Board): string[] =>
  environments.flatMap(({ name, services, problem, holder }) => [
    ...(problem === null ? [] : [`${name}: ${problem}`]),
    ...(holder === null ? [] : [`${name}: ${holder.release} has not given it back`]),
    ...services
      .filter(({ drift }) => drift.state === 'drifted')
      .map((service) => `${name}: ${service.name} differs from the board: ${service.drift.says}`),
  ]);
