/** What people ask about environments, as a worker's activities: the board, what lies between two, how far a change has come. */
import type { Board, BoardCall } from '../../environment/board.ts';
import type { Diff, DiffCall } from '../../environment/diff.ts';
import type { Where, WhereCall } from '../../environment/where.ts';
import { readBoard } from './board.ts';
import type { BoardOptions } from './board.ts';
import { readDiff } from './diff.ts';
import { readWhere } from './where.ts';

export type EnvironmentViews = {
  board(call: BoardCall): Promise<Board>;
  diff(call: DiffCall): Promise<Diff>;
  where(call: WhereCall): Promise<Where>;
};

export const environmentViews = (options: BoardOptions): EnvironmentViews => ({
  board: readBoard(options),
  diff: readDiff(options),
  where: readWhere(options),
});
