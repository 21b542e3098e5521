/** Holds an answer to its shape. What is not what the system's API describes is a proxy's page, half an answer, another version. */
import type { z } from 'zod';
import { retryLater } from './errors.ts';

/** Enough to see what is wrong; an answer may be wrong in a thousand places. */
const mostProblems = 3;

/**
 * What the schema leaves of an answer; `subject` names the system and what was asked of it. Another shape is a retryLater:
 * it may heal by itself, and what stays so parks when the retries are spent.
 */
export function shaped<Shape extends z.ZodType>(
  subject: string,
  schema: Shape,
  answer: unknown,
): z.output<Shape> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw strangeAnswer(subject, parsed.error);
}

function strangeAnswer(subject: string, { issues }: z.ZodError) {
  const problems = issues
    .slice(0, mostProblems)
    .map(({ path, message }) => `at ${path.map(String).join('.') || 'the top'}: ${message}`);
  const more = issues.length > mostProblems ? [`and ${issues.length - mostProblems} more`] : [];
  return retryLater(
    'unavailable',
    `${subject}: the answer is not what its API describes (${[...problems, ...more].join('; ')}).`,
  );
}
