/** What an image is built from, as the inputs of the steps that build have it. */
import { commitSchema, repositorySchema } from '../git/names.ts';
import { pathBelowSchema, stageSchema, variablesSchema } from './names.ts';

export const sourceInput = {
  source: repositorySchema.describe(
    'The repository with the code, below the git server’s address: `team/app`',
  ),
  commit: commitSchema.describe(
    'The full hash of the commit; a clean checkout of exactly it is what is built from',
  ),
  context: pathBelowSchema.default('.').describe('The folder that is built from, below the root'),
  file: pathBelowSchema.default('Dockerfile').describe('The file that says how, below the root'),
  args: variablesSchema.default({}).describe('Build arguments. No secrets: they can be read from the image'),
};

export const targetInput = stageSchema;

/** A line that a program says, as the heartbeat carries it: not of any length. */
export const progressLine = (line: string): string => line.trim().slice(0, 200);
