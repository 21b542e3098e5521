/** Whether this commit may go there: onward by itself where nothing breaks, back in case of disaster alone, and never past a person where there is something to fear. */
import { gate } from 'slipway';
import type { BuiltNode } from 'slipway';
import type { Deploy } from './look-around.ts';

/** The gates that must be passed first; refuses where no gate would do. */
export function allowed(deploy: Deploy): readonly BuiltNode[] {
  const { way, input, facts, commit, settings } = deploy;
  const isBack = way === 'back' || way === 'aside';
  if (isBack && !input.advanced)
    return facts.refuse(
      way === 'back'
        ? `${commit} is older than what ${facts.environment.title} runs.`
        : `${commit} and what ${facts.environment.title} runs have parted: neither holds the other.`,
      'To go there all the same, in case of disaster, start again with --advanced: somebody is asked first.',
    );
  if (deploy.schema.harmless && !isBack) return [];
  // Nobody watches a push: staging goes on by itself, and its plan has the warnings.
  if (input.environment === 'staging' && !input.advanced) return [];
  return [chaos(deploy, settings.approverRole)];
}

function chaos({ facts, way, commit, schema }: Deploy, role: string): BuiltNode {
  const back = way === 'back';
  return gate(back ? 'Anticipate chaos' : 'Go on despite the migrations', {
    id: 'anticipate-chaos',
    approvers: facts.people(role),
    instructions: back
      ? `**${commit.slice(0, 12)}** is older than what runs. Migrations are not reverted: the older code meets the database as the newer one left it. ` +
        'See below what that is. Approve to go back; reject to leave all as it is.'
      : 'While the migrations run, the code before still reads and writes the database, and it may break on what they do. ' +
        'Better in two phases: code that works before and after first, then the migration. ' +
        'Approve only if that was done, or if the downtime is planned; reject to leave all as it is.',
    evidence: [{ title: `The database: ${schema.verdict}`, value: [...schema.evidence] }],
    onReject: 'abort',
  });
}
