/** What a plan says of each node besides its title: what it waits for, what can't be undone. For every rendering. */
import { audienceText } from './audience.ts';
import { childrenOf } from './children.ts';
import type { Ask, Check, GuardNode, Plan, PlanNode, SoakNode } from './plan.ts';

export interface Note {
  readonly tone: 'plain' | 'wait' | 'danger';
  readonly text: string;
}

export function notesOf(node: PlanNode): Note[] {
  switch (node.type) {
    case 'sequence':
      return [];
    case 'parallel':
      return [plain(node.limit === undefined ? 'side by side' : `side by side, ${node.limit} at a time`)];
    case 'step':
      return [
        ...(node.effect.type === 'irreversible' ? [danger(`can’t be undone: ${node.effect.reason}`)] : []),
        ...(node.leaves === undefined ? [] : [danger(`stays when it is undone: ${node.leaves}`)]),
        ...(node.required ? [plain('can’t be skipped')] : []),
        ...onFailure(node.onFailure),
      ];
    case 'gate':
      return [
        wait(whoDecides(node.ask)),
        ...node.ask.evidence.map(({ title }) => plain(`shows: ${title}`)),
        ...node.ask.questions.map(({ title, required }) =>
          plain(`asks: ${title}${required ? '' : ' (optional)'}`),
        ),
        ...remindersOf(node.ask),
        plain(`a rejection ${node.onReject === 'rollback' ? 'rolls back' : 'aborts'}`),
      ];
    case 'soak':
      return [
        wait(`waits ${node.for}${lessThan(node)}, looking every ${node.interval}`),
        ...watched(node.checks),
        ...tripped(node),
      ];
    case 'guard': {
      const atLeast = node.atLeast === undefined ? '' : `, for ${node.atLeast} at least`;
      return [
        wait(`looks every ${node.interval} while what follows runs${atLeast}`),
        ...watched(node.checks),
        ...tripped(node),
      ];
    }
    case 'release':
      return [plain('a release of its own, planned when it is reached'), ...onFailure(node.onFailure)];
  }
}

/** What stands beside the title: a step's kind, a child's runbook, or the type. */
export function kindOf(node: PlanNode): string {
  if (node.type === 'step') return node.kind;
  return node.type === 'release' ? `release of ${node.runbook}` : node.type;
}

/** The id of the first irreversible step in the plan's order: from there on a rollback leaves something behind. */
export function pointOfNoReturn(plan: Plan): string | undefined {
  const first = (node: PlanNode): string | undefined => {
    if (node.type === 'step' && node.effect.type === 'irreversible') return node.id;
    for (const child of childrenOf(node)) {
      const found = first(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return first(plan.root);
}

const plain = (text: string): Note => ({ tone: 'plain', text });
const wait = (text: string): Note => ({ tone: 'wait', text });
const danger = (text: string): Note => ({ tone: 'danger', text });

function onFailure(policy: 'park' | 'rollback' | 'continue'): Note[] {
  if (policy === 'park') return [];
  return [plain(policy === 'rollback' ? 'a failure rolls back' : 'goes on if it fails')];
}

function whoDecides({ approvers, quorum, notStarter, deadline }: Ask): string {
  const count = quorum === 1 ? '' : `${quorum} of `;
  const four = notStarter ? ', not whoever started it' : '';
  return `waits for ${count}${audienceText(approvers)}${four}${deadline === undefined ? '' : late(deadline)}`;
}

function late({ after, then }: NonNullable<Ask['deadline']>): string {
  const what = {
    approve: 'it counts as approved',
    reject: 'it counts as rejected',
    park: 'somebody is called to repair it',
  };
  return `; after ${after} ${what[then]}`;
}

const remindersOf = ({ reminders }: Ask): Note[] =>
  reminders.map(({ after, to }) => plain(`after ${after} reminds ${audienceText(to)}`));

/** Only comparisons can show a canary to be healthy before the time is over. */
function lessThan({ passEarly, minimum }: SoakNode): string {
  if (passEarly !== true) return '';
  return minimum === undefined ? ' at most' : ` at most, ${minimum} at least`;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

const watched = (checks: readonly Check[]): Note[] =>
  checks.map((check) =>
    plain(
      [`watches ${check.title}${check.shadow === true ? ' (reported, not judged)' : ''}`, bounds(check)]
        .filter((part) => part !== '')
        .join(': '),
    ),
  );

/** Nothing of a check that finds by itself: it names what it looks for. */
function bounds({ min, max, failureLimit, judge }: Check): string {
  if (judge !== undefined) return `no more than ${percent(judge.tolerance)} worse than the baseline`;
  const least = min === undefined ? [] : [`at least ${min}`];
  const most = max === undefined ? [] : [`at most ${max}`];
  const tolerated =
    failureLimit === 0 ? [] : [`${failureLimit} failed ${failureLimit === 1 ? 'look' : 'looks'} tolerated`];
  return [[...least, ...most].join(' and '), ...tolerated].filter((part) => part !== '').join(', ');
}

function tripped({ onFail, onInconclusive = 'ask', ask }: SoakNode | GuardNode): Note[] {
  const asks = `asks ${audienceText(ask.approvers)}`;
  const what = { rollback: 'rolls back', ask: asks, park: 'waits for an order, as a failed step does' };
  const doubt = onInconclusive === onFail ? [] : [plain(`too little evidence ${what[onInconclusive]}`)];
  return [plain(`a failed check ${what[onFail]}`), ...doubt];
}
