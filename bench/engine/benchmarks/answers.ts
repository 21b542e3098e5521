/** From an approval, or a change in Kubernetes, to the act of the step behind it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { gate, sequence } from '../../../src/runbook/builders.ts';
import type { ReleaseView } from '../../../src/workflows/view.ts';
import { answered } from '../answered.ts';
import { figure, inTurns, timed } from '../figures.ts';
import type { Figure } from '../figures.ts';
import type { Lab } from '../lab.ts';
import { awaitMark, touch } from '../steps.ts';
import { touchOf } from '../touches.ts';

const approvers = { roles: ['releng'], people: ['kim'] };

export async function approvalFigure({ release, byHand }: Lab, rounds: number): Promise<Figure> {
  const ours = async () => {
    const name = randomUUID();
    const ask = gate('Go on', { instructions: 'Look.', approvers });
    const handle = await release(sequence('All', [ask, touch({ name }, { id: 'touch' })]));
    while ((await answered<ReleaseView>(handle, 'status')).waiting.length === 0) await wait(20);
    const acted = touchOf(name);
    return timed(async () => {
      const args: [object] = [{ by: 'kim', node: 'go-on', decision: 'approve' }];
      await Promise.all([handle.executeUpdate('decide', { args }), acted]);
    });
  };
  const limit = async () => {
    const name = randomUUID();
    const handle = await byHand('bareGate', name);
    await answered(handle, '__stack_trace');
    const acted = touchOf(name);
    return timed(() => Promise.all([handle.executeUpdate('decide'), acted]));
  };
  return figure('approval', 'ms', await inTurns(rounds, ours, limit), 1.5);
}

/** `mark` changes the watched object. */
export async function watchFigure(
  { release, byHand }: Lab,
  mark: (value: string) => Promise<void>,
  rounds: number,
): Promise<Figure> {
  const from = async (start: (value: string) => Promise<unknown>) => {
    const value = randomUUID();
    const watching = touchOf(`watching ${value}`);
    await start(value);
    await watching;
    const acted = touchOf(value);
    return timed(() => Promise.all([mark(value), acted]));
  };
  const ours = () =>
    from((value) =>
      release(
        sequence('All', [
          awaitMark({ mark: value }, { id: 'wait' }),
          touch({ name: value }, { id: 'touch' }),
        ]),
      ),
    );
  const limit = () => from((value) => byHand('bareWatch', value));
  return figure('kubernetes-watch', 'ms', await inTurns(rounds, ours, limit));
}
