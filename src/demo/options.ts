/** The command line of the demonstration. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { usage } from '../client/cli-error.ts';
import { usualScenario } from './demonstration.ts';
import type { Demonstration } from './demonstration.ts';
import { demonstrations } from './runbooks/index.ts';
import { reasonOf } from '../runbook/reason-of.ts';

const runbookNames = demonstrations.map(({ name }) => name);

const optionsSchema = z.strictObject({
  /** Answers its own gates. */
  yes: z.boolean().default(false),
  /** The last line on standard output is one JSON object; all else goes to standard error. */
  json: z.boolean().default(false),
  /** Leaves everything running, for the web UI, until Ctrl-C. */
  keep: z.boolean().default(false),
  help: z.boolean().default(false),
  runbook: z.enum(runbookNames, `must be one of ${runbookNames.join(', ')}`).default('balrog'),
  /** Default: the runbook's first. */
  scenario: z.string().optional(),
});

type Given = z.output<typeof optionsSchema>;

export interface DemoOptions extends Omit<Given, 'runbook' | 'scenario'> {
  readonly demonstration: Demonstration;
  /** One of the demonstration's. */
  readonly scenario: string;
}

export const helpText = `Releases in a practice world on this machine: Balrog to stage and then to production, or another runbook.

  npm run demo                        you read the plans, say yes, and answer the gates
  npm run demo -- --yes               all is answered by itself

  --yes              answer all gates by itself
  --runbook <name>   ${runbookNames.join(', ')} (default: balrog)
  --scenario <name>  what happens; the first unless another is named
${demonstrations.map(({ name, scenarios }) => `                     ${name}: ${Object.keys(scenarios).join(', ')}`).join('\n')}
  --json             the last line is one JSON object; all else goes to standard error
  --keep             leave everything running at the end, to look at it in the web UI
`;

/** Throws an error that says what is wrong with the command line. */
export function parseOptions(argv: readonly string[]): DemoOptions {
  const parsed = optionsSchema.safeParse({ ...valuesOf(argv) });
  if (!parsed.success)
    throw usage(
      `${parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; ')}.`,
      remedy,
    );
  const { runbook, scenario, ...others } = parsed.data;
  const demonstration = demonstrations.find(({ name }) => name === runbook);
  if (demonstration === undefined) throw usage(`There is no demonstration of ${runbook}.`, remedy);
  const names = Object.keys(demonstration.scenarios);
  if (scenario !== undefined && !names.includes(scenario))
    throw usage(`--scenario must be one of ${names.join(', ')}.`, remedy);
  return { ...others, demonstration, scenario: scenario ?? usualScenario(demonstration) };
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
        runbook: { type: 'string' },
        scenario: { type: 'string' },
      },
    }).values;
  } catch (error) {
    // Node's sentence on positional arguments, which come next in it, helps nobody here.
    const [why = ''] = reasonOf(error).split('. ');
    throw usage(`${why}.`, remedy);
  }
}
