/** `ssh.run`: runs one command on a host. What it does, how that is seen and how it is undone is the runbook's to declare. */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { act, commandInput, observe, undo } from '../declared-command.ts';
import type { RunCommand } from '../declared-command.ts';
import { declaredOutput, irreversibleFor } from '../declared.ts';
import { defineStep } from '../define-step.ts';
import { hostNameSchema, shownCommand } from './names.ts';

const runOn =
  (host: string, { clients: { ssh }, signal, heartbeat }: StepContext<'ssh'>): RunCommand =>
  (command, options) =>
    ssh.run(
      { host, command },
      { signal, ...options, progress: (line) => heartbeat({ says: line.slice(0, 200) }) },
    );

export const run = defineStep({
  kind: 'ssh.run',
  summary: 'Run a command on a host, with a declared look at its effect and a declared undo.',
  input: z.strictObject({
    host: hostNameSchema.describe('The host, as the worker’s SSH configuration or the DNS knows it'),
    ...commandInput,
  }),
  output: declaredOutput,
  needs: ['ssh'],
  options: { actTimeout: 3 * 7_200_000 },
  title: ({ host, command }) => `On ${host}: ${shownCommand(command)}`,
  observe: (input, ctx) => observe(input, runOn(input.host, ctx)),
  act: (input, ctx) => act(input, runOn(input.host, ctx), ctx),
  undoTitle: ({ input: { host, undo: how } }) =>
    how.by === 'order' ? `On ${host}: ${shownCommand(how.command)}` : `On ${host}: nothing`,
  undo: ({ input }, ctx) => undo(input, runOn(input.host, ctx), ctx),
  irreversibleFor,
});
