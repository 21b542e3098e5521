/** `shell.run`: runs one program on the worker, without a shell. Which programs there are to run is the configuration's to say. */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { act, commandInput, observe, undo } from '../declared-command.ts';
import type { RunCommand } from '../declared-command.ts';
import { declaredOutput, irreversibleFor } from '../declared.ts';
import { defineStep } from '../define-step.ts';
import { variableSchema, variablesSchema } from '../oci/names.ts';
import { shownCommand } from '../ssh/names.ts';

const input = z.strictObject({
  ...commandInput,
  directory: z
    .string()
    .max(1000)
    .regex(/^\/[^\0]*$/, 'must be an absolute path')
    .optional()
    .describe(
      'Where the programs are run: in a folder that the configuration names, or below one. Absent: each in an empty folder that is gone afterwards',
    ),
  variables: variablesSchema
    .default({})
    .describe(
      'Variables for the programs, of those that the configuration lets runbooks set. They get PATH and LANG of the worker, an empty HOME, and nothing else',
    ),
  secrets: z
    .record(variableSchema, z.string().min(1).max(128))
    .default({})
    .describe('Variables that hold a secret, each with the name of a secret in the configuration'),
});

type Input = z.output<typeof input>;

const runBy =
  (
    { directory, variables, secrets }: Input,
    { clients: { shell }, signal, heartbeat }: StepContext<'shell'>,
  ): RunCommand =>
  (command, options) =>
    shell.run(
      { command, directory, variables, secrets },
      { signal, ...options, progress: (line) => heartbeat({ says: line.slice(0, 200) }) },
    );

export const run = defineStep({
  kind: 'shell.run',
  summary:
    'Run a program on the worker, without a shell, with a declared look at its effect and a declared undo.',
  input,
  output: declaredOutput,
  needs: ['shell'],
  options: { actTimeout: 3 * 7_200_000 },
  title: ({ command }) => `On the worker: ${shownCommand(command)}`,
  observe: (given, ctx) => observe(given, runBy(given, ctx)),
  act: (given, ctx) => act(given, runBy(given, ctx), ctx),
  undoTitle: ({ input: { undo: how } }) =>
    how.by === 'order' ? `On the worker: ${shownCommand(how.command)}` : 'On the worker: nothing',
  undo: ({ input: given }, ctx) => undo(given, runBy(given, ctx), ctx),
  irreversibleFor,
});
