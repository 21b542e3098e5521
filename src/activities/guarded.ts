/** What every activity is wrapped in: a clear end on cancellation, errors with a code, and no secret in any of them. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { isRecord } from '../runbook/json.ts';
import { fatal, retryLater } from './errors.ts';
import { lastBeat, stopBeating } from './open-context.ts';
import { reasonOf } from '../runbook/reason-of.ts';

export async function guarded<T>(deps: { scrub(text: string): string }, body: () => Promise<T>): Promise<T> {
  const { cancellationSignal: signal } = Context.current();
  try {
    return await body();
  } catch (error) {
    if (error instanceof CancelledFailure) throw handingOver(error);
    if (signal.aborted) throw handingOver(signal.reason);
    throw scrubbed(coded(error), deps.scrub);
  } finally {
    stopBeating();
  }
}

/** A wait that is cut short, so that the release can continue as new, says how far it had come. */
function handingOver(reason: unknown): unknown {
  const known = lastBeat();
  if (!(reason instanceof CancelledFailure) || known === undefined) return reason;
  const told = new CancelledFailure(reason.message, [known]);
  told.stack = reason.stack ?? '';
  return told;
}

/** Steps map their systems' errors themselves; what slipped through is a connection that broke, or a defect. */
function coded(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = reasonOf(error);
  if (isConnection(error))
    return retryLater('unavailable', `The connection failed: ${message}`, undefined, { cause: error });
  return fatal('internal', message, undefined, { cause: error });
}

const connectionCodes = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOSTUNREACH|UND_ERR)/;

/** A fetch's error may come of another realm, where `instanceof` doesn't know it. */
function isConnection(error: unknown): boolean {
  if (!isRecord(error)) return false;
  const code = typeof error['code'] === 'string' ? error['code'] : '';
  return connectionCodes.test(code) || error['message'] === 'fetch failed' || isConnection(error['cause']);
}

/** The cause goes too: its message and stack may quote a request. */
function scrubbed(failure: ApplicationFailure, scrub: (text: string) => string): ApplicationFailure {
  const { message, type, nonRetryable, details, nextRetryDelay } = failure;
  const clean = ApplicationFailure.create({
    message: scrub(message),
    ...(type == null ? {} : { type }),
    nonRetryable: nonRetryable ?? false,
    details: JSON.parse(scrub(JSON.stringify(details ?? []))) as unknown[],
    ...(nextRetryDelay == null ? {} : { nextRetryDelay }),
  });
  clean.stack = scrub(failure.stack ?? '');
  return clean;
}
