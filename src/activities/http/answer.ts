/** The JSON of an answer, of which a schema says what is used. */
import { z } from 'zod';
import { connectionError } from './errors.ts';
import { shaped } from '../shaped.ts';

/** `doing` tells people what was tried: `get a token`. Throws retryLater if the body is cut short or of another shape. */
export async function answerOf<Shape extends z.ZodType>(
  doing: string,
  signal: AbortSignal,
  response: Response,
  schema: Shape,
): Promise<z.output<Shape>> {
  const text = await response.text().catch((error: unknown) => {
    throw connectionError(error, doing, signal);
  });
  return shaped(`Could not ${doing}`, json.pipe(schema), text);
}

const json = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue(`not JSON: ${text.replace(/\s+/g, ' ').trim().slice(0, 80) || 'nothing'}`);
    return z.NEVER;
  }
});
