/** What an error says, also one of another realm, which `instanceof` doesn't know. */
import { isRecord } from '../runbook/json.ts';

export const reasonOf = (error: unknown): string =>
  isRecord(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
