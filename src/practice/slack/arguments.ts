/** What each practised Web API method takes. Forms carry everything as text, so numbers and structures are coerced. */
import { z } from 'zod';
import { metadataSchema } from './workspace-state.ts';

/** A structure that a form carries as JSON text. */
const inJson = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  }, schema);

const flag = z.preprocess((value) => value === true || value === 'true' || value === '1', z.boolean());
const timestamp = z.string().regex(/^\d+(\.\d{1,6})?$/);
const content = {
  text: z.string().optional(),
  blocks: inJson(z.array(z.record(z.string(), z.unknown()))).optional(),
  /** An empty object takes the metadata away. */
  metadata: inJson(z.union([metadataSchema, z.strictObject({}).transform(() => null)])).optional(),
};
const page = { cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) };
const window = {
  oldest: timestamp.optional(),
  latest: timestamp.optional(),
  inclusive: flag,
  include_all_metadata: flag,
};

export const argumentsOf = {
  'auth.test': z.object({}),
  'chat.postMessage': z.object({ channel: z.string(), thread_ts: timestamp.optional(), ...content }),
  'chat.update': z.object({ channel: z.string(), ts: timestamp, ...content }),
  'conversations.list': z.object(page),
  'conversations.info': z.object({ channel: z.string() }),
  'conversations.history': z.object({ channel: z.string(), ...page, ...window }),
  'conversations.replies': z.object({ channel: z.string(), ts: timestamp, ...page, ...window }),
  'reactions.add': z.object({ channel: z.string(), timestamp, name: z.string().regex(/^[a-z0-9_+'-]+$/) }),
};

export type MethodName = keyof typeof argumentsOf;
export type Arguments = { [Name in MethodName]: z.output<(typeof argumentsOf)[Name]> };
