/** The command line of the demonstration. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { usage } from '../client/cli-error.ts';
import { scenarioNames } from './scenarios.ts';

const optionsSchema = z.strictObject({
  /** Answers its own gates. */
  yes: z.boolean().default(false),
  /** The last line on standard output is one JSON object; all else goes to standard error. */
  json: z.boolean().default(false),
  /** Leaves everything running, for the web UI, until Ctrl-C. */
  keep: z.boolean().default(false),
  help: z.boolean().default(false),
  scenario: z.enum(scenarioNames, `must be one of ${scenarioNames.join(', ')}`).default('happy'),
});

export type DemoOptions = z.output<typeof optionsSchema>;

export const helpText = `Releases Balrog to stage and then to production, in a practice world on this machine.

  npm run demo                        you read the plans, say yes, and answer the gates
  npm run demo -- --yes               all is answered by itself

  --yes              answer all gates by itself
  --scenario <name>  ${scenarioNames.join(', ')}
  --json             the last line is one JSON object; all else goes to standard error
  --keep             leave everything running at the end, to look at it in the web UI
`;

/** Throws an error that says what is wrong with the command line. */
export function parseOptions(argv: readonly string[]): DemoOptions {
  const parsed = optionsSchema.safeParse({ ...valuesOf(argv) });
  if (parsed.success) return parsed.data;
  throw usage(
    `${parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; ')}.`,
    remedy,
  );
}

const remedy = 'npm run demo -- --help tells what there is.';

function valuesOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        yes: { type: 'boolean', short: 'y' },
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        scenario: { type: 'string' },
      },
    }).values;
  } catch (error) {
    // Node's sentence on positional arguments, which come next in it, helps nobody here.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw usage(`${why}.`, remedy);
  }
}
