/** A worker is killed at a gate; the answer is sent while none lives: from the next one being there to the step's act. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { gate, sequence } from '../../../src/runbook/builders.ts';
import { answered } from '../answered.ts';
import { figure, inTurns } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { jiti } from '../jiti.ts';
import type { Lab } from '../lab.ts';
import { touch } from '../steps.ts';

const program = fileURLToPath(new URL('../worker-process.ts', import.meta.url));
const approvers = { roles: ['releng'], people: ['kim'] };

export async function killFigure(lab: Lab, rounds: number): Promise<Figure> {
  const recovery = async (
    start: (name: string, queue: string) => Promise<WorkflowHandle>,
    query: string,
    answer: object,
  ) => {
    const [name, queue] = [randomUUID(), `kill-${randomUUID()}`];
    const first = startWorker(lab, queue);
    await first.says('there');
    const handle = await start(name, queue);
    await answered(handle, query);
    await wait(300);
    first.kill();
    const decided = handle.executeUpdate<unknown, [object]>('decide', { args: [answer] });
    const second = startWorker(lab, queue);
    await second.says('there');
    const begun = performance.now();
    await second.says(`touched ${name}`);
    const took = performance.now() - begun;
    await decided;
    second.kill();
    return took;
  };
  const ask = gate('Go on', { instructions: 'Look.', approvers });
  const ours = () =>
    recovery(
      (name, queue) => lab.release(sequence('All', [ask, touch({ name }, { id: 'touch' })]), queue),
      'status',
      { by: 'kim', node: 'go-on', decision: 'approve' },
    );
  const limit = () => recovery((name, queue) => lab.byHand('bareGate', name, queue), '__stack_trace', {});
  return figure('kill-to-progress', 'ms', await inTurns(rounds, ours, limit));
}

function startWorker({ address, bundle }: Lab, queue: string) {
  const child = spawn(process.execPath, [jiti, program, address, queue, bundle], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = new Set<string>();
  const listeners = new Map<string, () => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.add(line);
    listeners.get(line)?.();
  });
  return {
    says: (line: string): Promise<void> =>
      said.has(line) ? Promise.resolve() : new Promise((resolve) => void listeners.set(line, resolve)),
    kill: () => void child.kill('SIGKILL'),
  };
}
