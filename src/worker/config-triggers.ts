/** The triggers of a configuration: what is looked at, when, and which release is started for what is new. */
import { z } from 'zod';
import { branchSchema, repositorySchema } from '../activities/git/names.ts';
import { imageRepositorySchema, imageTagSchema } from '../activities/oci/names.ts';
import { isTimeZone } from '../environment/recurrence.ts';
import { durationSchema, toMs } from '../runbook/duration.ts';
import { jsonSchema } from '../runbook/json.ts';
import { idSchema } from '../runbook/plan.ts';

const from = z
  .enum(['git', 'github'])
  .default('git')
  .describe('Which system of the environment is asked: its git server, or GitHub’s API');
const repository = repositorySchema.describe('The repository: `team/app`');

/** Which names are looked at, and which version each stands for. */
const named = {
  match: z
    .string()
    .min(1)
    .max(200)
    .refine((glob) => (glob.match(/\*+/g) ?? []).length <= 5, 'has too many stars: five are the most')
    .default('*')
    .describe('Only tags of this shape: * stands for any signs, ? for one'),
  prefix: z
    .string()
    .max(100)
    .default('')
    .describe('What stands before the version in a tag, such as v; tags without it are passed by'),
  versions: z
    .enum(['any', 'semver', 'stable'])
    .default('any')
    .describe('semver: only what is a version by semver.org behind the prefix. stable: and no prerelease'),
};

const tag = z.strictObject({ type: z.literal('tag'), from, repository, ...named });
const ready = z
  .strictObject({
    checks: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .describe('Checks and statuses of the commit on GitHub that must have passed'),
    images: z
      .array(imageRepositorySchema)
      .max(50)
      .default([])
      .describe('Repositories in the environment’s registry that must have a tag of the commit’s full hash'),
  })
  .describe('What a head must have before it is released; until then it is looked at again. Absent: nothing');
const branch = z
  .strictObject({
    type: z.literal('branch'),
    from,
    repository,
    branch: branchSchema.describe('The branch whose head is looked at'),
    ready: ready.optional(),
  })
  .superRefine(({ from, ready }, issues) => {
    if (from === 'git' && ready !== undefined && ready.checks.length > 0)
      issues.addIssue({
        code: 'custom',
        path: ['ready', 'checks'],
        message: 'are known to GitHub alone: the source needs from: ‘github’',
      });
  });
const image = z
  .strictObject({
    type: z.literal('image'),
    repository: imageRepositorySchema.describe(
      'The repository in the environment’s registry, without a host',
    ),
    tag: imageTagSchema
      .optional()
      .describe('Look at what this tag stands for: a new digest is news. Absent: a new tag is'),
    ...named,
  })
  .superRefine(({ tag, match, prefix, versions }, issues) => {
    if (tag !== undefined && (match !== '*' || prefix !== '' || versions !== 'any'))
      issues.addIssue({
        code: 'custom',
        path: ['tag'],
        message: 'names one tag, so match, prefix and versions have nothing to choose from',
      });
  });
const time = z.strictObject({ type: z.literal('time') });

export const sourceSchema = z.discriminatedUnion('type', [tag, branch, image, time]);
export type TriggerSource = z.output<typeof sourceSchema>;

/** What an input's field may be filled with, by the type of the source. */
export const factsOf = {
  tag: ['tag', 'commit', 'version'],
  branch: ['branch', 'commit', 'version'],
  image: ['image', 'tag', 'digest', 'version'],
  time: ['time', 'version'],
} as const satisfies Record<TriggerSource['type'], readonly string[]>;

const factSchema = z.enum(['tag', 'branch', 'commit', 'image', 'digest', 'time', 'version']);
export type Fact = z.output<typeof factSchema>;

const days = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
const numbers = (least: number, most: number) => z.array(z.int().min(least).max(most)).min(1).optional();
const calendarSchema = z.strictObject({
  minute: z.array(z.int().min(0).max(59)).min(1).default([0]).describe('Minutes; default: the full hour'),
  hour: z.array(z.int().min(0).max(23)).min(1).default([0]).describe('Hours, 0 to 23; default: midnight'),
  dayOfMonth: numbers(1, 31).describe('Days of the month; absent: all'),
  month: numbers(1, 12).describe('Months, 1 to 12; absent: all'),
  dayOfWeek: z.array(z.enum(days)).min(1).optional().describe('Days of the week; absent: all'),
});

/** Five fields, as far as a machine that only reads them can tell: the server has the last word when it is applied. */
const cronPattern = /^[0-9*,/-]+ [0-9*,/-]+ [0-9*,/?-]+ [0-9A-Za-z*,/-]+ [0-9A-Za-z*,/?-]+$/;

const atSchema = z
  .strictObject({
    cron: z
      .array(z.string().max(200).regex(cronPattern, 'must have five fields, such as 0 2 * * MON-FRI'))
      .min(1)
      .optional()
      .describe('Times as cron has them: minute, hour, day of month, month, day of week'),
    calendar: z.array(calendarSchema).min(1).optional().describe('Times field by field'),
    timeZone: z
      .string()
      .refine(isTimeZone, {
        error: ({ input }) => `'${String(input)}' is not a time zone such as Europe/Berlin`,
      })
      .describe('Whose clocks they are read by: an IANA time zone such as Europe/Berlin'),
  })
  .refine(({ cron, calendar }) => (cron === undefined) !== (calendar === undefined), {
    message: 'takes either cron or calendar',
  });

/** Ten thousand looks a day would be an attack on the system asked. */
const shortest = '10s';

export const triggerSchema = z
  .strictObject({
    runbook: idSchema.describe('The runbook whose release it starts'),
    environment: idSchema.describe('Where to; its systems are the ones that are asked'),
    source: sourceSchema.describe('What is looked at'),
    every: durationSchema
      .refine((text) => toMs(text) >= toMs(shortest), `must be ${shortest} at least`)
      .optional()
      .describe('How often it looks; without every and at: 2m'),
    at: atSchema.optional().describe('The times at which it looks, in place of every; a time needs them'),
    input: z
      .record(z.string().min(1), jsonSchema)
      .default({})
      .describe('The release’s input besides environment and version'),
    fill: z
      .record(z.string().min(1), factSchema)
      .default({})
      .describe('Fields of the input that are filled with what was seen: { ref: commit }'),
    confirm: z
      .enum(['ask', 'none'])
      .default('ask')
      .describe('ask: the release waits until a person has approved its plan. none: it goes on at once'),
    several: z
      .enum(['newest', 'each'])
      .default('newest')
      .describe(
        'Where several tags are new at one look: release the highest version alone, or each in order',
      ),
    whileRunning: z
      .enum(['queue', 'wait'])
      .default('queue')
      .describe(
        'While the release it started last is under way. queue: start the next, which queues for the environment. wait: look again when that has ended; a time is passed over',
      ),
    catchUp: durationSchema
      .refine((text) => toMs(text) >= toMs('1m'), 'must be 1m at least')
      .default('15m')
      .describe('With at: how late it may still happen, after Temporal or all workers were down'),
  })
  .superRefine(({ source, at, every, fill, input }, issues) => {
    const refuse = (path: string[], message: string) => issues.addIssue({ code: 'custom', path, message });
    if (at !== undefined && every !== undefined) refuse(['every'], 'and at exclude each other');
    if (source.type === 'time' && at === undefined) refuse(['at'], 'is missing: a time needs times');
    const facts: readonly Fact[] = factsOf[source.type];
    for (const [field, fact] of Object.entries(fill)) {
      if (!facts.includes(fact))
        refuse(['fill', field], `a ${source.type} tells no ${fact}: it tells ${facts.join(', ')}`);
      if (field in input) refuse(['fill', field], 'is given by input already');
    }
    for (const field of ['environment', 'version'])
      if (field in input || field in fill)
        refuse([field in input ? 'input' : 'fill', field], 'is set by the trigger');
  });

export type TriggerConfig = z.output<typeof triggerSchema>;

export const triggersSchema = z
  .record(idSchema, triggerSchema)
  .default({})
  .describe('What starts releases by itself, by name');
