/** Renders a plan as Markdown: for the web UI, a pull request or a chat. */
import { digestOf } from './digest.ts';
import type { Fact, Plan, PlanNode } from './plan.ts';
import { childrenOf } from './children.ts';
import { kindOf, notesOf, pointOfNoReturn } from './render-notes.ts';
import { markdownText, valueText } from './render-text.ts';

export function renderMarkdown(plan: Plan): string {
  const noReturn = pointOfNoReturn(plan);
  return [
    `# ${markdownText(plan.runbook)} ${markdownText(plan.version)} to ${markdownText(plan.environment)}`,
    '',
    `\`${digestOf(plan)}\``,
    ...section('Facts', plan.facts.flatMap(factLines)),
    ...section(
      'Warnings',
      plan.warnings.map((warning) => `- ⚠️ ${markdownText(warning)}`),
    ),
    ...section('Plan', nodeLines(plan.root, 0, noReturn)),
    '',
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];

const factLines = ({ title, value, evidence }: Fact): string[] => [
  `- ${markdownText(title)}: **${markdownText(valueText(value))}**`,
  ...evidence.map((line) => `  - ${markdownText(line)}`),
];

function nodeLines(node: PlanNode, depth: number, noReturn: string | undefined): string[] {
  const indent = '  '.repeat(depth);
  const mark = node.id === noReturn ? '⛔ **Point of no return.** ' : '';
  return [
    `${indent}- ${mark}**${markdownText(node.title)}** (${markdownText(kindOf(node))}, \`${node.id}\`)`,
    ...notesOf(node).map(
      ({ tone, text }) => `${indent}  - ${tone === 'wait' ? '⏳ ' : ''}${markdownText(text)}`,
    ),
    ...instructionLines(node, `${indent}  `),
    ...childrenOf(node).flatMap((child) => nodeLines(child, depth + 1, noReturn)),
  ];
}

/** A gate's instructions are Markdown by their author's hand, and stay so. */
function instructionLines(node: PlanNode, indent: string): string[] {
  if (node.type !== 'gate') return [];
  return ['', ...node.ask.instructions.split(/\r?\n/).map((line) => `${indent}> ${line}`), ''];
}
