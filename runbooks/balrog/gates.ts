/** What only people can say: that an order is right, that stage works, that production's canary is good. */
import { gate } from 'slipway';
import type { AskOptions, BuiltNode } from 'slipway';
import type { BalrogRelease } from './look-around.ts';
import { orderInWords } from './schema-order.ts';

/** Before anything is deployed, where the migrations leave the order open. */
export function confirmOrder({ facts, settings, schema, decision }: BalrogRelease): BuiltNode[] {
  if (decision.confirm === 'no') return [];
  const words = orderInWords[decision.order];
  return [
    gate('Confirm the order of admin and app', {
      id: 'confirm-order',
      approvers: facts.people(settings.approverRole),
      instructions:
        `${decision.why}. This plan deploys **${words}**. Approve only if that was simulated: ` +
        (decision.order === 'admin-first'
          ? 'the code that runs now must work with the new schema.'
          : 'the new code must work with the present schema, and none of the code before may be needed once admin is through.'),
      evidence: [{ title: 'Migrations', value: [...schema.evidence] }],
      questions: { order: { type: 'choice', title: 'Which order was simulated?', choices: [words] } },
      onReject: 'abort',
    }),
  ];
}

export const testOnStage = (release: BalrogRelease): BuiltNode =>
  gate('Test on stage', {
    id: 'test-on-stage',
    approvers: release.facts.people(release.settings.approverRole),
    instructions:
      `Balrog ${release.input.version} is on stage. See that what is new or mended in it works there, and look at ` +
      `Sentry for new exceptions and at the traffic for changes of its shape${dashboard(release)}. ` +
      'Approve if it is good for production; reject to take it back from stage.',
    questions: { tested: { type: 'text', title: 'What was tested?', required: false } },
  });

export const promoteCanary = (release: BalrogRelease): BuiltNode =>
  gate('Promote app in production', {
    id: 'promote-to-full',
    approvers: release.facts.people(release.settings.approverRole),
    notStarter: release.settings.fourEyes,
    instructions:
      `A part of production's requests is answered by Balrog ${release.input.version}. Approve when you are satisfied ` +
      `that the canary works and nothing notable has come up${dashboard(release)}: app is then promoted to full. ` +
      'Reject to roll back.',
  });

/** Asked when something notable comes up: explained, with a second person, or rolled back. */
export function explain(release: BalrogRelease): Partial<AskOptions> {
  const { facts, input, settings } = release;
  const approverRoles = [settings.approverRole, settings.secondRole];
  const production = input.environment === 'prod';
  return {
    instructions:
      `Something notable came up while Balrog ${input.version} takes requests. Seek an explanation before it goes on` +
      `${dashboard(release)}. ${production ? 'Consult somebody else: two people must approve. ' : ''}` +
      'If nobody can explain it, reject: that rolls back.',
    approvers: facts.people(...approverRoles),
    quorum: production ? 2 : 1,
    questions: { explanation: { type: 'text', title: 'What explains it?' } },
    reminders: [{ after: '10m', to: facts.people(settings.secondRole) }],
  };
}

/** Asked where the comparison has come to no end: people look, as they did before there was one. */
export const judgeYourself = (release: BalrogRelease): Partial<AskOptions> => ({
  instructions:
    `There was too little to tell app ${release.input.version} from the version before by. Look at the traffic of both yourself` +
    `${dashboard(release)}: approve to go on, reject to roll back.`,
  approvers: release.facts.people(release.settings.approverRole),
});

const dashboard = ({ settings }: BalrogRelease): string =>
  settings.dashboard === undefined ? '' : ` (${settings.dashboard})`;
