/** Python as far as migrations need it: a small tree that `read.ts` makes from the parser's. */

interface Placed {
  /** 1 for the first line of the file. */
  readonly line: number;
  /** The source, with its whitespace squeezed. */
  readonly text: string;
}

export type Expression = Placed &
  (
    | { readonly type: 'string'; readonly value: string }
    /** An f-string: texts and the expressions between them. */
    | { readonly type: 'format'; readonly parts: readonly (string | Expression)[] }
    | { readonly type: 'number' | 'none' | 'true' | 'false' }
    | { readonly type: 'name'; readonly name: string }
    | { readonly type: 'member'; readonly of: Expression; readonly name: string }
    /** `of[key]` */
    | { readonly type: 'item'; readonly of: Expression; readonly key: Expression }
    | CallShape
    | { readonly type: 'list'; readonly items: readonly Expression[] }
    | {
        readonly type: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    /** All else: what it is made of may hold calls. */
    | { readonly type: 'other'; readonly parts: readonly Expression[] }
  );

interface CallShape {
  readonly type: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  /** `f(*some)` or `f(**some)`: more may be passed than can be read. */
  readonly spread: 'none' | 'some';
}

export type Call = Extract<Expression, { type: 'call' }>;

export interface FunctionDefinition {
  readonly type: 'function';
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
  readonly line: number;
}

export interface ClassDefinition {
  readonly type: 'class';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: readonly Statement[];
  readonly line: number;
}

export type Statement =
  | { readonly type: 'expression'; readonly value: Expression; readonly line: number }
  | {
      readonly type: 'assign';
      readonly targets: readonly Expression[];
      /** `=`, or `+=` and its like. */
      readonly operator: string;
      readonly value: Expression;
      readonly line: number;
    }
  /** `with head as name:`, `for name in head:`, `if head:`, `try:` and what else holds statements. */
  | {
      readonly type: 'block';
      readonly keyword: 'with' | 'for' | 'other';
      readonly heads: readonly { readonly value: Expression; readonly as: string | undefined }[];
      readonly body: readonly Statement[];
      readonly line: number;
    }
  | FunctionDefinition
  | ClassDefinition
  /** Names that an import brings, with what they stand for: `op` is `alembic.op`. */
  | { readonly type: 'import'; readonly names: ReadonlyMap<string, string>; readonly line: number }
  /** `return`, `raise`, `assert`, `del`, `pass`: expressions that may hold calls. */
  | { readonly type: 'plain'; readonly parts: readonly Expression[]; readonly line: number };

/** A file read, or why it can't be. */
export type PythonFile =
  | { readonly ok: true; readonly statements: readonly Statement[] }
  | { readonly ok: false; readonly line: number; readonly why: string };
