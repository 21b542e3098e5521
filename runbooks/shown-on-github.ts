/** Has GitHub show, beside the code, which commit an environment runs: a mirror of the ledger, which holds nothing up. */
import type { BuiltNode } from 'slipway';
import { github } from 'slipway/steps';

export interface Shown {
  readonly repository: string;
  readonly commit: string;
  /** As people call what runs: `Balrog 3.111`. */
  readonly what: string;
  /** As GitHub names the environment. */
  readonly environment: string;
  readonly production: boolean;
  readonly url?: string | undefined;
}

export const shownOnGithub = ({ repository, commit, what, environment, production, url }: Shown): BuiltNode =>
  github.recordDeployment(
    {
      repository,
      ref: commit,
      environment,
      production,
      description: what,
      ...(url === undefined ? {} : { url }),
    },
    {
      id: 'show-on-github',
      title: `Show on GitHub that ${environment} runs ${what}`,
      // The ledger is what counts. A mirror that stays dark is told of, and brings back nothing that works.
      onFailure: 'continue',
    },
  );
