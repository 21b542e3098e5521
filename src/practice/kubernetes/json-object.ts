/** JSON objects: what the parts of an API object are. */
import { z } from 'zod';
import { jsonSchema, plainJson } from '../../runbook/json.ts';
import type { JsonObject } from './state.ts';

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);

/** What `given` is once written down as JSON. */
export const plainObject = (given: object): JsonObject => jsonObjectSchema.parse(plainJson(given));
