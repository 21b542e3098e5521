/** What happened when: the audit of a release, and its steps. Pure. */
import type { AuditEntry, NodeView, ReleaseView } from '../../workflows/view.ts';
import { showSpan } from '../views/duration.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { time } from './time.ts';

export const happenedSection = ({ audit }: ReleaseView): Markup =>
  audit.length === 0
    ? markup``
    : markup`<section aria-labelledby="happened"><h2 id="happened">What happened when</h2>
<ol class="timeline">${audit.map(entryItem)}</ol></section>`;

const entryItem = ({ at, by, what, says, detail }: AuditEntry): Markup =>
  markup`<li>${time(at)} <strong>${by}</strong> <span class="badge">${what}</span><br>${says}${
    detail === undefined ? undefined : details('Details', JSON.stringify(detail, null, 2))
  }</li>`;

export const details = (summary: string, text: string): Markup =>
  markup`<details><summary>${summary}</summary><pre>${text}</pre></details>`;

export function stepsSection({ nodes, startedAt, endedAt }: ReleaseView, now: number): Markup {
  if (nodes.length === 0) return markup``;
  const whole = { from: Date.parse(startedAt), to: endedAt === undefined ? now : Date.parse(endedAt) };
  return markup`<section aria-labelledby="steps"><h2 id="steps">Steps</h2>
<ul class="steps">${nodes.map((node) => stepItem(node, whole, now))}</ul></section>`;
}

interface Whole {
  readonly from: number;
  readonly to: number;
}

const deepest = 6;

const stepItem = (node: NodeView, whole: Whole, now: number): Markup =>
  markup`<li class="depth-${Math.min(deepest, node.depth)}"><span class="badge ${node.state}">${node.state}</span> ${node.title} <code>${node.id}</code>${
    node.startedAt === undefined
      ? undefined
      : markup` <span class="faint">${showSpan(node.startedAt, now, node.endedAt)}</span>${track(node.startedAt, node.endedAt, whole)}`
  }${node.note === undefined ? undefined : markup`<p>${node.note}</p>`}${problem(node)}${
    node.irreversible === undefined
      ? undefined
      : markup`<p class="faint">Can’t be undone: ${node.irreversible}</p>`
  }</li>`;

/** When it ran, as a part of the whole release. */
function track(startedAt: string, endedAt: string | undefined, { from, to }: Whole): Markup {
  const share = (iso: string | undefined): number => {
    const at = iso === undefined ? to : Date.parse(iso);
    return Math.min(1000, Math.max(0, Math.round(((at - from) / Math.max(1, to - from)) * 1000)));
  };
  const begin = share(startedAt);
  return markup`<svg class="track" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true"><rect class="grid" width="1000" height="6"/><rect class="ran" x="${Math.min(begin, 994)}" width="${Math.max(6, share(endedAt) - begin)}" height="6"/></svg>`;
}

function problem({ error, state }: NodeView): Markup | undefined {
  if (error === undefined || state === 'done') return undefined;
  return markup`<p class="trouble">${error.message}<br><span class="faint">${error.remedy}</span></p>`;
}
