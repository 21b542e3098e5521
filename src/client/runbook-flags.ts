/** A runbook's input as flags: names, help and values come from its schema; nothing is written twice. */
import { Option } from 'commander';
import type { Command } from 'commander';
import type { RunbookInput } from '../runbook/define-runbook.ts';
import type { Json } from '../runbook/json.ts';
import { jsonSchemaOf } from '../runbook/json-schema.ts';
import type { JsonSchema } from '../runbook/json-schema.ts';
import { collect } from './answers.ts';

export interface Flag {
  /** The field of the input. */
  readonly field: string;
  /** `--dry-run` for `dryRun`. */
  readonly long: string;
  readonly form: 'text' | 'number' | 'boolean' | 'list' | 'json';
  readonly choices: readonly string[] | undefined;
  readonly description: string;
  readonly required: boolean;
  readonly preset: Json | undefined;
  /** The first of the schema's `examples`. */
  readonly example: string | undefined;
  /** The form of a list's items. */
  readonly item: 'text' | 'number' | 'json';
}

/** `taken`: long flags that the command has already; a field of such a name gets `--input-…`. */
export function flagsOf(input: RunbookInput, taken: readonly string[] = []): Flag[] {
  const schema = jsonSchemaOf(input, 'input');
  return Object.entries(schema.properties ?? {}).flatMap(([field, property]) =>
    typeof property === 'boolean' ? [] : [flagOf(field, property, schema.required ?? [], taken)],
  );
}

function flagOf(
  field: string,
  schema: JsonSchema,
  required: readonly string[],
  taken: readonly string[],
): Flag {
  const name = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
  const items = typeof schema.items === 'object' && !Array.isArray(schema.items) ? schema.items : {};
  const itemForm = formOf(items);
  return {
    field,
    long: taken.includes(`--${name}`) ? `--input-${name}` : `--${name}`,
    form: formOf(schema),
    choices: choicesOf(schema),
    description: schema.description ?? '',
    required: required.includes(field) && schema.default === undefined,
    preset: schema.default as Json | undefined,
    example: schema.examples?.map(String)[0],
    item: itemForm === 'number' || itemForm === 'text' ? itemForm : 'json',
  };
}

function formOf(schema: JsonSchema): Flag['form'] {
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'list';
    default:
      return choicesOf(schema) === undefined ? 'json' : 'text';
  }
}

function choicesOf({ enum: values, const: only }: JsonSchema): readonly string[] | undefined {
  const all = values ?? (only === undefined ? undefined : [only]);
  return all?.every((value) => typeof value === 'string') === true ? all : undefined;
}

/** Flags first that must be given. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  command.optionsGroup('Input of the runbook:');
  const ordered = [...flags.filter(({ required }) => required), ...flags.filter(({ required }) => !required)];
  for (const flag of ordered) {
    const { long, form, description } = flag;
    if (form === 'boolean') {
      command.addOption(new Option(long, help(flag)));
      command.addOption(
        new Option(long.replace('--', '--no-'), `not: ${description}`).hideHelp(flag.preset !== true),
      );
      continue;
    }
    const option = new Option(`${long} <${placeholder(flag)}>`, help(flag));
    command.addOption(form === 'list' ? option.argParser(collect) : option);
  }
}

function placeholder({ form, choices }: Flag): string {
  if (choices !== undefined) return choices.join('|');
  return form === 'list' ? 'value' : form;
}

function help({ description, required, preset, form }: Flag): string {
  const remarks = [
    ...(required ? ['required'] : []),
    ...(preset === undefined
      ? []
      : [`default: ${typeof preset === 'string' ? preset : JSON.stringify(preset)}`]),
    ...(form === 'list' ? ['may be repeated'] : []),
  ];
  return [description, remarks.length === 0 ? '' : `(${remarks.join('; ')})`]
    .filter((part) => part !== '')
    .join(' ');
}

/** The input as it was typed. What has not the right form is left as text: the schema then says what it wants. */
export function readFlags(
  flags: readonly Flag[],
  options: Readonly<Record<string, unknown>>,
): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const flag of flags) {
    const value = options[new Option(flag.long).attributeName()];
    if (value === undefined) continue;
    input[flag.field] = valueOf(flag, value);
  }
  return input;
}

function valueOf({ form, item }: Flag, value: unknown): Json {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => textAs(item, String(one)));
  return form === 'list' || form === 'boolean' ? String(value) : textAs(form, String(value));
}

function textAs(form: 'text' | 'number' | 'json', text: string): Json {
  if (form === 'text') return text;
  if (form === 'number') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
