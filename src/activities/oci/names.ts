/** Names that go into a registry's URLs and to the programs that build images. */
import { z } from 'zod';

const part = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';

export const imageRepositorySchema = z
  .string()
  .max(255)
  .regex(
    new RegExp(`^${part}(/${part})*$`),
    'must be a repository name without a host, such as mozilla/balrog',
  );

export const imageTagSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'must be a tag, such as v3.111');

export const digestSchema = z
  .string()
  .regex(/^sha(256|512):[0-9a-f]{64,128}$/, 'must be a digest, such as sha256:…');

/** A path below a checkout's root. */
export const pathBelowSchema = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_.][A-Za-z0-9_./-]*$/, 'must be a path below the root')
  .refine((path) => !path.split('/').includes('..'), 'must not lead out of the root');

export const stageSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'must be the name of a stage');

/** Names that every shell, build file and program takes. */
export const variableSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be the name of a variable');
export const variablesSchema = z.record(variableSchema, z.string().max(4096));
