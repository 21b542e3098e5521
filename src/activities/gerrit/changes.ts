/** What the step reads of Gerrit's REST API: a change, its labels and its newest patch set. */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { connectionError, request } from '../http/errors.ts';
import { shaped } from '../shaped.ts';
import { parseJson } from '../../runbook/json.ts';

export type GerritContext = Pick<StepContext<'gerrit'>, 'clients' | 'signal'>;

const labelSchema = z.object({
  all: z
    .array(
      z.object({
        value: z.number().int().optional(),
        username: z.string().optional(),
        _account_id: z.number().optional(),
      }),
    )
    .default([]),
  rejected: z.unknown().optional(),
});

const changeSchema = z.object({
  _number: z.number().int(),
  change_id: z.string(),
  status: z.enum(['NEW', 'MERGED', 'ABANDONED']),
  subject: z.string(),
  current_revision: z.string().optional(),
  labels: z.record(z.string(), labelSchema).default({}),
  submittable: z.boolean().default(false),
  revert_of: z.number().int().optional(),
});

export type ChangeInfo = z.output<typeof changeSchema>;

/** What the votes and the newest patch set are asked for with. */
const options = ['DETAILED_LABELS', 'CURRENT_REVISION', 'SUBMITTABLE']
  .map((option) => `o=${option}`)
  .join('&');

/** Undefined where there is none; `query` in Gerrit's own language of searches. */
export async function findChange(
  ctx: GerritContext,
  doing: string,
  query: string,
): Promise<ChangeInfo | undefined> {
  const path = `/changes/?q=${encodeURIComponent(query)}&n=2&${options}`;
  const answer = await ask(ctx, doing, path, { method: 'GET' });
  return shaped(`Could not ${doing}`, z.array(changeSchema), parsed(await textOf(ctx, doing, answer))).at(0);
}

export const readChange = async (ctx: GerritContext, number: number): Promise<ChangeInfo> => {
  const doing = `look at change ${number}`;
  const answer = await ask(ctx, doing, `/changes/${number}?${options}`, { method: 'GET' });
  return shaped(`Could not ${doing}`, changeSchema, parsed(await textOf(ctx, doing, answer)));
};

/** Something that changes a change; what it is afterwards. */
export async function changeChange(
  ctx: GerritContext,
  number: number,
  { verb, key, body = {} }: { verb: 'submit' | 'abandon' | 'restore' | 'revert'; key: string; body?: object },
): Promise<ChangeInfo> {
  const doing = `${verb} change ${number}`;
  const answer = await ask(ctx, doing, `/changes/${number}/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=UTF-8', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  return shaped(`Could not ${doing}`, changeSchema, parsed(await textOf(ctx, doing, answer)));
}

const ask = (
  { clients: { gerrit }, signal }: GerritContext,
  doing: string,
  path: string,
  init: RequestInit,
) => request(doing, signal, () => gerrit.fetch(path, { ...init, signal }));

const textOf = (ctx: GerritContext, doing: string, answer: Response): Promise<string> =>
  answer.text().catch((error: unknown) => {
    throw connectionError(error, doing, ctx.signal);
  });

/** Every answer begins with a line that keeps browsers from running it as a script. */
const parsed = (text: string): unknown => parseJson(text.replace(/^\)\]\}'\n/, ''));
