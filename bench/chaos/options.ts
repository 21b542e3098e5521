/** The command line of `npm run chaos`. */
import { parseArgs } from 'node:util';
import { z } from 'zod';

const optionsSchema = z.strictObject({
  /** `all`, or a regular expression on the names of points; absent: a random share. */
  points: z.string().optional(),
  minutes: z.coerce.number().positive().optional(),
  /** Absent: any for a share; always the same where what was found is kept, for a seed draws points of its own. */
  seed: z.coerce.number().int().optional(),
  /** A regular expression on the names of voyages. */
  voyages: z.string().default(''),
  /** How many releases at once, each with a server, a worker and a world of its own. */
  lanes: z.coerce.number().int().min(1).max(16).default(2),
  /** Where `--points` keeps its results, and goes on. */
  results: z.string().default('.slipway/chaos/results.jsonl'),
  /** Names the points and runs none but the undisturbed voyages. */
  list: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});

export type Options = z.output<typeof optionsSchema> & { readonly seed: number };

export const helpText = `Kills whatever runs a release, at every point of it, and sees whether it ends as if nothing had happened.

  npm run chaos -- --points all              every point; goes on where it stopped (hours)
  npm run chaos -- --minutes 5 --seed 7      a random share, the same for the same seed
  npm run chaos -- --points 'deploy-ui/act'  those whose name this regular expression finds; again where one failed
  npm run chaos -- --list                    their names

  --voyages <text>  only voyages whose name this regular expression finds: balrog/prod
  --lanes <n>       how many releases at once (default 2)
  --results <file>  where --points keeps what it found (default .slipway/chaos/results.jsonl)
  --json            the last line is one JSON object
`;

export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      points: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      voyages: { type: 'string' },
      lanes: { type: 'string' },
      results: { type: 'string' },
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const options = optionsSchema.parse({ ...values });
  return { ...options, seed: options.seed ?? (options.points === undefined ? Date.now() % 1_000_000 : 1) };
}
