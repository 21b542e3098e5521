/** Renders a plan as a tree for a terminal. Colours are injected; by default there are none. */
import { digestOf } from './digest.ts';
import type { Fact, Plan, PlanNode } from './plan.ts';
import { childrenOf } from './children.ts';
import { kindOf, notesOf, pointOfNoReturn } from './render-notes.ts';
import type { Note } from './render-notes.ts';
import { oneLine, valueText } from './render-text.ts';

type Brush = (text: string) => string;

export interface Paint {
  readonly title: Brush;
  readonly kind: Brush;
  readonly faint: Brush;
  /** What waits for people or for time. */
  readonly wait: Brush;
  readonly warning: Brush;
  /** What can't be undone. */
  readonly danger: Brush;
}

const same: Brush = (text) => text;
const noPaint: Paint = { title: same, kind: same, faint: same, wait: same, warning: same, danger: same };

export function renderTree(plan: Plan, paint: Paint = noPaint): string {
  const name = `${oneLine(plan.runbook)} ${oneLine(plan.version)} to ${oneLine(plan.environment)}`;
  return [
    paint.title(name),
    paint.faint(digestOf(plan)),
    ...section(plan.facts.flatMap((fact) => factLines(fact, paint))),
    ...section(plan.warnings.map((warning) => `${paint.warning('! warning:')} ${oneLine(warning)}`)),
    '',
    ...nodeLines(plan.root, { own: '', below: '' }, paint, pointOfNoReturn(plan)),
  ].join('\n');
}

const section = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

const factLines = ({ title, value, evidence }: Fact, paint: Paint): string[] => [
  `${oneLine(title)}: ${paint.title(valueText(value))}`,
  ...evidence.map((line) => paint.faint(`  ${oneLine(line)}`)),
];

/** What stands left of a node's own line, and of the lines below it. */
interface Indent {
  readonly own: string;
  readonly below: string;
}

function nodeLines(node: PlanNode, indent: Indent, paint: Paint, noReturn: string | undefined): string[] {
  const children = childrenOf(node);
  const trunk = `${indent.below}${children.length === 0 ? '  ' : '│ '}`;
  const line = `${paint.faint(indent.own)}${oneLine(node.title)}  ${kindWord(node, paint)}${paint.faint(`#${node.id}`)}`;
  const mark = paint.danger('── point of no return ──');
  return [
    ...(node.id === noReturn ? [`${paint.faint(besides(indent))}${mark}`] : []),
    line,
    ...instructionsOf(node).map((text) => `${paint.faint(trunk)}${oneLine(text)}`),
    ...notesOf(node).map((note) => `${paint.faint(trunk)}${brushOf(note, paint)(oneLine(note.text))}`),
    ...children.flatMap((child, index) => {
      const last = index === children.length - 1;
      const inner = {
        own: `${indent.below}${last ? '└─ ' : '├─ '}`,
        below: `${indent.below}${last ? '   ' : '│  '}`,
      };
      return nodeLines(child, inner, paint, noReturn);
    }),
  ];
}

/** That a node has others in it, one after the other or side by side, is seen without a word for it. */
const kindWord = (node: PlanNode, paint: Paint): string =>
  node.type === 'sequence' || node.type === 'parallel' ? '' : `${paint.kind(oneLine(kindOf(node)))} `;

/** What a gate has people do is part of what they say yes to. */
const instructionsOf = (node: PlanNode): string[] =>
  node.type === 'gate' ? node.ask.instructions.split('\n').filter((line) => line.trim() !== '') : [];

/** The trunk goes past the line above a node. */
const besides = ({ own }: Indent): string => own.replace(/[├└]─ $/, '│  ');

function brushOf({ tone }: Note, paint: Paint): Brush {
  return { plain: paint.faint, wait: paint.wait, danger: paint.danger }[tone];
}
