/** Asks a worker what runs where: the record, and the live systems that only a worker can look at. */
import { proxyActivities } from '@temporalio/workflow';
import type { Board, BoardCall } from '../environment/board.ts';

const { board: look } = proxyActivities<{ board(call: BoardCall): Promise<Board> }>({
  startToCloseTimeout: '40s',
  retry: { maximumAttempts: 1 },
  summary: 'Look at every environment',
});

export const board = (call: BoardCall): Promise<Board> => look(call);
