/** Builds what is asked of people, and the gate. */
import type { BuiltOutput } from './built.ts';
import type { Json } from './json.ts';
import { plainJson } from './json.ts';
import type { Ask, Audience, GateNode, Question } from './plan.ts';
import { refs } from './reference.ts';
import type { WithRefs } from './reference.ts';
import { slug } from './slug.ts';

interface QuestionBase {
  readonly title: string;
  /** Whether approval needs an answer. Default true. */
  readonly required?: boolean;
}

export type QuestionOptions =
  | (QuestionBase & { readonly type: 'text' | 'number' | 'boolean' })
  | (QuestionBase & { readonly type: 'choice'; readonly choices: readonly string[] });

/** By id: lower-case letters, digits and dashes. */
export type Questions = Readonly<Record<string, QuestionOptions>>;

export interface AskOptions<Asked extends Questions = Questions> {
  /** What to do or to judge, in Markdown. */
  readonly instructions: string;
  /** Who may answer: `facts.people('releng')`. */
  readonly approvers: Audience;
  /** What to look at before answering. */
  readonly evidence?: readonly { readonly title: string; readonly value: WithRefs<Json> }[];
  readonly questions?: Asked;
  /** How many different people must approve. Default 1. */
  readonly quorum?: number;
  /** Four eyes: whoever started the release may not answer. Default false. */
  readonly notStarter?: boolean;
  /** What happens when nobody has decided in time. Default: it waits. */
  readonly deadline?: { readonly after: string; readonly then: 'approve' | 'reject' | 'park' };
  /** Further people to call after a while. */
  readonly reminders?: readonly { readonly after: string; readonly to: Audience }[];
}

type AnswerOf<Q extends QuestionOptions> = Q extends { type: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : { text: string; number: number; boolean: boolean; choice: string }[Q['type']];

export interface GateOutput<Asked extends Questions> {
  readonly answers: {
    readonly [Id in keyof Asked]: Asked[Id] extends { required: false }
      ? AnswerOf<Asked[Id]> | undefined
      : AnswerOf<Asked[Id]>;
  };
  /** Logins, in the order of approval. */
  readonly approvedBy: readonly string[];
}

export interface GateOptions<Asked extends Questions = Questions> extends AskOptions<Asked> {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  /** What a rejection does. Default `rollback`. */
  readonly onReject?: 'rollback' | 'abort';
  /**
   * What becomes of the environment's lease while it waits for people. `keep`: it stays; `release-and-revalidate`: other releases may
   * go on, and a fact that has changed meanwhile voids the approval, as does a plan that can't be made any more; where none can be made when it
   * is reached, the lease stays; `expire`: the same once its deadline has passed. Default `keep`.
   */
  readonly lease?: 'keep' | 'release-and-revalidate' | 'expire';
}

/** A gate that asks for nothing but yes or no. */
export type NoQuestions = Readonly<Record<string, never>>;

/** Waits for people. Its answers are outputs: `{ "$ref": "<gate>.answers.<question>" }`. */
export function gate<const Asked extends Questions = NoQuestions>(
  title: string,
  options: GateOptions<Asked>,
): BuiltOutput<GateNode, GateOutput<Asked>> {
  const { id = slug(title), onReject = 'rollback', lease = 'keep' } = options;
  return {
    node: {
      type: 'gate',
      id,
      title,
      ask: buildAsk(options),
      onReject,
      ...(lease === 'keep' ? {} : { lease }),
    },
    output: refs<GateOutput<Asked>>(id),
  };
}

export function buildAsk(options: AskOptions): Ask {
  const {
    instructions,
    approvers,
    evidence = [],
    questions = {},
    quorum = 1,
    notStarter = false,
    deadline,
    reminders = [],
  } = options;
  return {
    instructions,
    evidence: evidence.map(({ title, value }) => ({ title, value: plainJson(value) })),
    questions: Object.entries(questions).map(([id, question]) => buildQuestion(id, question)),
    approvers,
    quorum,
    notStarter,
    ...(deadline === undefined ? {} : { deadline: { ...deadline } }),
    reminders: reminders.map(({ after, to }) => ({ after, to })),
  };
}

function buildQuestion(id: string, question: QuestionOptions): Question {
  const { title, required = true } = question;
  if (question.type === 'choice')
    return { id, type: 'choice', title, required, choices: [...question.choices] };
  return { id, type: question.type, title, required };
}
