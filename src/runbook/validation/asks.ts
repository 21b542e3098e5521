/** Checks what is asked of people: that somebody can answer, that reminders reach somebody, that questions make sense. */
import { audienceText, eligible } from '../audience.ts';
import type { Ask } from '../plan.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { repeated } from './repeated.ts';

export interface Asked {
  readonly ask: Ask;
  readonly path: Path;
}

export function askProblems(asked: Asked, starter: string | undefined): Problem[] {
  return [...approverProblems(asked, starter), ...reminderProblems(asked), ...questionProblems(asked)];
}

function approverProblems({ ask, path }: Asked, starter: string | undefined): Problem[] {
  const able = eligible(ask, starter);
  if (able.length >= ask.quorum) return [];
  const fewer =
    able.length < new Set(ask.approvers.people).size ? `, without ${starter}, who started the release` : '';
  const who = ask.approvers.roles.length === 0 ? '' : ` of ${audienceText(ask.approvers)}`;
  return [
    {
      path: pathText([...path, 'approvers']),
      message: `${ask.quorum} must approve, but only ${able.length}${who} may${fewer}`,
      remedy: 'Give more people the role in the configuration, name a further role, or lower the quorum',
    },
  ];
}

const reminderProblems = ({ ask, path }: Asked): Problem[] =>
  ask.reminders.flatMap(({ to }, index) =>
    to.people.length > 0
      ? []
      : [
          {
            path: pathText([...path, 'reminders', index, 'to']),
            message: `would remind nobody: ${audienceText(to)}`,
            remedy: 'Give somebody the role in the configuration, or name another role',
          },
        ],
  );

function questionProblems({ ask, path }: Asked): Problem[] {
  const ids = repeated(ask.questions.map(({ id }) => id)).map(({ value, index }) => ({
    path: pathText([...path, 'questions', index, 'id']),
    message: `there is a question '${value}' already`,
    remedy: 'Give each question an id of its own',
  }));
  const choices = ask.questions.flatMap((question, at) =>
    question.type !== 'choice'
      ? []
      : repeated(question.choices).map(({ value, index }) => ({
          path: pathText([...path, 'questions', at, 'choices', index]),
          message: `offers ${JSON.stringify(value)} twice`,
          remedy: 'Name each choice once',
        })),
  );
  return [...ids, ...choices];
}
