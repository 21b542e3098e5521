/** What a person typed for a field, as the field's schema wants it. */
import { jsonSchema, parseJson } from '../runbook/json.ts';
import type { Json } from '../runbook/json.ts';
import type { JsonSchema } from '../runbook/json-schema.ts';

/** A field that is a text stays one, whatever it looks like; of others JSON is read. Without a schema JSON is, where it is such. */
export function typedValue(property: JsonSchema | boolean | undefined, text: string): Json {
  if (typeof property === 'object' && property.type === 'string') return text;
  const parsed = jsonSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : text;
}
