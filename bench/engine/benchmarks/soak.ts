/** The history of a soak of a day beside that of an hour: a look every 30 s in both, here every few milliseconds. */
import { sequence, soak } from '../../../src/runbook/builders.ts';
import { steady } from '../checks.ts';
import { figure } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { historyOf } from '../history.ts';
import type { Lab } from '../lab.ts';

const everyMs = 10;
const looksAnHour = 120;

export async function soakFigures({ release }: Lab): Promise<Figure[]> {
  const historyAfter = async (hours: number) => {
    const options = {
      for: `${hours * looksAnHour * everyMs}ms`,
      interval: `${everyMs}ms`,
      checks: [steady({}, { max: 1 })],
      ask: { approvers: { roles: ['releng'], people: ['kim'] } },
    };
    const handle = await release(sequence('All', [soak('Soak', options)]));
    await handle.result();
    return historyOf(handle);
  };
  const [hour, day] = [await historyAfter(1), await historyAfter(24)];
  return [
    figure('soak-24h-events', 'events', { ours: day.events, limit: hour.events }, 1.05),
    figure('soak-24h-bytes', 'bytes', { ours: day.bytes, limit: hour.bytes }, 1.05),
  ];
}
