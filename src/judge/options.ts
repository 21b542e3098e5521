/** What a judgement may be told. The names are those of a runbook's soak; durations are in seconds here. */
import { z } from 'zod';

const seconds = z.number().min(0);

export const judgeOptionsSchema = z.strictObject({
  for: seconds.positive().default(86_400).describe('Seconds that the soak lasts at most'),
  interval: seconds.positive().default(30).describe('Seconds between two ticks'),
  passEarly: z.boolean().default(true).describe('Whether enough evidence of health ends the soak'),
  minimum: seconds.default(300).describe('Seconds before which nothing passes'),
  minimumRequests: z
    .number()
    .int()
    .min(0)
    .default(100)
    .describe('Requests that the canary must have served before anything passes'),
  warmup: seconds.default(0).describe('Seconds at the start that are not judged'),
  tolerance: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe('How much worse the canary may be: 0.1 is ten percent more errors than the baseline'),
  margin: z
    .number()
    .positive()
    .max(10)
    .default(0.5)
    .describe('What must be ruled out before it passes: 0.5 is half as many errors again'),
  floor: z
    .number()
    .min(0)
    .max(1)
    .default(0.001)
    .describe('An error rate that is no harm whatever the baseline’s'),
  slowdown: z.number().min(0).max(10).default(0.1).describe('How much slower the canary may be, as a scale'),
  falseAbort: z
    .number()
    .positive()
    .max(0.5)
    .default(0.01)
    .describe('Chance of aborting a healthy canary, over the whole soak'),
  falsePass: z
    .number()
    .positive()
    .max(0.5)
    .default(0.04)
    .describe('Chance of passing a canary that is worse by the margin'),
  stopAt: z
    .number()
    .positive()
    .max(1)
    .default(0.5)
    .describe(
      'Error rate of the canary that stops the soak at once, in two ticks running, while the baseline is well',
    ),
});
export type JudgeOptions = z.output<typeof judgeOptionsSchema>;
