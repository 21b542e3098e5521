/** Slack answers 200 to almost everything: `ok` says whether it worked, `error` why not. */

export type Answer =
  | ({ readonly ok: true } & Readonly<Record<string, unknown>>)
  | { readonly ok: false; readonly error: string; readonly response_metadata?: { messages: string[] } };

export const ok = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({ ok: true, ...fields });
export const no = (error: string): Answer => ({ ok: false, error });
