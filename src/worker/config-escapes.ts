/** The systems of the escape hatches: which programs a runbook may run on a worker, and to which addresses it may send requests. */
import { z } from 'zod';
import { variableSchema } from '../activities/oci/names.ts';
import { idSchema } from '../runbook/plan.ts';
import { secretSchema, urlSchema } from './config-fields.ts';

const pathSchema = z
  .string()
  .max(1000)
  .regex(/^\/[^\0]*$/, 'must be an absolute path');

/** What reads a program from its arguments makes every other line of the list void. */
const shells = /\/(a|ba|da|k|mk|z|c|tc|fi|po?w)?sh$|\/(busybox|env|sudo|su|xargs|nohup)$/;

/** Variables by which a program can be made to run another, or that are the worker's to set. */
const reserved =
  /^(PATH|HOME|SLIPWAY_.*|LD_.*|DYLD_.*|ENV|BASH_ENV|IFS|NODE_OPTIONS|PYTHON.*|PERL5.*|RUBY.*|GIT_.*)$/;

export const shell = z.strictObject({
  type: z.literal('shell'),
  programs: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be the name of a program'),
      pathSchema.refine(
        (path) => !shells.test(path),
        'runs whatever it is told to: name the programs themselves, or a script with a path of its own',
      ),
    )
    .refine((programs) => Object.keys(programs).length > 0, 'names no program')
    .describe(
      'The programs that runbooks may run, by the name that plans give them: { rsync: "/usr/bin/rsync" }. No others; what one of them can be made to do, a runbook can do',
    ),
  directories: z
    .array(pathSchema)
    .default([])
    .describe('Folders in which, and below which, runbooks may have programs run; default: in none'),
  variables: z
    .array(
      variableSchema.refine(
        (name) => !reserved.test(name),
        'is not for runbooks to set: programs find other programs by it',
      ),
    )
    .default([])
    .describe('Variables that runbooks may set for programs, and put secrets into'),
  secrets: z
    .record(idSchema, secretSchema)
    .default({})
    .describe('Secrets that programs may be given, by the name that plans give them: never by their value'),
});

export const requests = z.strictObject({
  type: z.literal('requests'),
  allow: z
    .array(urlSchema)
    .min(1)
    .describe('The addresses at which, and below which, runbooks may send requests: no others'),
  credentials: z
    .record(
      idSchema,
      z.strictObject({
        url: urlSchema.describe('The address at which, and below which, it may be sent'),
        secret: secretSchema,
        header: z
          .string()
          .regex(/^[A-Za-z0-9-]{1,100}$/, 'must be the name of a header')
          .default('authorization')
          .describe('The header that holds it'),
        prefix: z
          .string()
          .max(50)
          .regex(/^[\x20-\x7e]*$/, 'must be ASCII')
          .default('Bearer ')
          .describe('What stands before it in that header'),
      }),
    )
    .default({})
    .describe(
      'Credentials by the name that plans give them: { url, secret }. Each is sent at and below its own `url` alone, in `header` (default `authorization`), after `prefix` (default `Bearer `)',
    ),
});

export type ShellSystem = z.output<typeof shell>;
export type RequestsSystem = z.output<typeof requests>;
