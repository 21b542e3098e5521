/** `slipway steps [kind]`: what steps there are, a project's own with them; of one, its input, its output and how it is undone. */
import type { JsonSchema } from '../../runbook/json-schema.ts';
import type { StepNode } from '../../runbook/plan.ts';
import { jsonSchemaOf } from '../../runbook/json-schema.ts';
import { effectOf } from '../../activities/define-step.ts';
import type { CheckKind } from '../../activities/check.ts';
import type { ComparisonKind } from '../../activities/comparison.ts';
import type { Step } from '../../activities/contract.ts';
import { checks, comparisons, steps } from '../../activities/registry.ts';
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { registerSteps } from '../../worker/register-steps.ts';
import { loadedHere } from '../environments/known.ts';
import { withConfig, withOutput } from '../options.ts';
import type { ConfigOptions, OutputOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { table } from '../views/table.ts';

interface Options extends OutputOptions, ConfigOptions {}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command.argument('[kind]', 'for example argocd.sync');
  withConfig(withOutput(command)).action(async (kind: string | undefined, options: Options) => {
    const loaded = await loadedHere(terminal, options.config);
    if (loaded !== undefined) await registerSteps(loaded);
    if (kind !== undefined) return one(terminal, kind, options);
    return options.json === true ? terminal.json(allAsJson()) : all(terminal);
  });
};

const sorted = <Kind extends { readonly kind: string }>(kinds: ReadonlyMap<string, Kind>): Kind[] =>
  [...kinds.values()].sort((a, b) => a.kind.localeCompare(b.kind));

/** Checks and comparisons: for those who watch, one list. */
const watchable = (): (CheckKind | ComparisonKind)[] =>
  sorted(new Map<string, CheckKind | ComparisonKind>([...checks, ...comparisons]));

const allAsJson = () => ({
  steps: sorted(steps).map(({ kind, summary }) => ({ kind, summary })),
  checks: watchable().map(({ kind, summary }) => ({ kind, summary })),
});

function all({ print, paint }: Terminal): void {
  for (const [title, kinds] of [
    ['Steps', sorted<Step | CheckKind | ComparisonKind>(steps)],
    ['Checks, for soaks and guards', watchable()],
  ] as const) {
    print(paint.bold(title));
    for (const line of table(kinds.map(({ kind, summary }) => [paint.cyan(kind), summary])))
      print(`  ${line}`);
    print();
  }
  print(paint.dim('slipway steps <kind> explains one.'));
}

function one(terminal: Terminal, kind: string, { json }: OutputOptions): void {
  const { print, paint } = terminal;
  const found = steps.get(kind) ?? checks.get(kind) ?? comparisons.get(kind);
  if (found === undefined) {
    const near = [...steps.keys(), ...checks.keys(), ...comparisons.keys()].filter(
      (other) => other.split('.')[0] === kind.split('.')[0],
    );
    throw new CliError(
      'notFound',
      `There is no step ‘${kind}’.`,
      near.length > 0 ? `Of that system there are: ${near.join(', ')}.` : 'See slipway steps.',
    );
  }
  const input = jsonSchemaOf(found.input, 'input');
  const output = 'output' in found ? jsonSchemaOf(found.output, 'output') : undefined;
  const effect = 'output' in found ? effectOf(found) : undefined;
  if (json === true)
    return terminal.json({ kind, summary: found.summary, needs: found.needs, effect, input, output });
  print(`${paint.bold(kind)}  ${found.summary}`);
  print();
  fields(terminal, 'Input', input);
  if (output !== undefined) fields(terminal, 'Output', output);
  print(undone(effect));
}

function undone(effect: StepNode['effect'] | undefined): string {
  switch (effect?.type) {
    case undefined:
      return 'A check: it is watched by a soak or a guard.';
    case 'read':
      return 'It only looks: there is nothing to undo.';
    case 'undoable':
      return 'A rollback undoes it.';
    case 'irreversible':
      return `It can’t be undone: ${effect.reason}`;
  }
}

function fields({ print, paint }: Terminal, title: string, schema: JsonSchema): void {
  print(paint.bold(title));
  const rows = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    typeof property === 'boolean' ? [] : [rowOf(name, property, schema.required ?? [])],
  );
  for (const line of rows.length === 0 ? ['nothing'] : table(rows)) print(`  ${line}`);
  print();
}

function rowOf(name: string, property: JsonSchema, required: readonly string[]): string[] {
  const preset = property.default === undefined ? '' : `default ${JSON.stringify(property.default)}`;
  const need = preset !== '' ? preset : required.includes(name) ? 'required' : 'optional';
  return [name, typeText(property), need, property.description ?? ''];
}

function typeText({ type, enum: values, items }: JsonSchema): string {
  if (values !== undefined) return values.map(String).join('|');
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) return `${typeText(items)}[]`;
  return typeof type === 'string' ? type : 'any';
}
