/** Each soak and guard of a report: what its comparisons saw, in plots, figures and a sentence. Pure. */
import type { CheckEvidence, WatchRound } from '../../activities/calls.ts';
import { number } from '../../judge/sentence.ts';
import type { AuditEntry, NodeView, ReleaseView } from '../../workflows/view.ts';
import { verdictWord, verdictWords } from '../views/evidence.ts';
import { shareOf, showOdds, showShare } from '../views/odds.ts';
import { evidencePlot } from './evidence-plot.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { ratioPlot, unusualPlot } from './past-plots.ts';
import type { Happening } from './plot.ts';
import { ratePlot } from './rate-plot.ts';
import { time } from './time.ts';

export function watchedSection({ nodes, audit }: ReleaseView): Markup {
  const watched = nodes.filter(({ evidence = [], earlier = [] }) => evidence.length + earlier.length > 0);
  if (watched.length === 0) return markup``;
  return markup`<section aria-labelledby="evidence"><h2 id="evidence">What the judge saw</h2>
${watched.map((node) => nodePart(node, audit))}</section>`;
}

const nodePart = (
  { id, title, note, evidence = [], earlier = [] }: NodeView,
  audit: readonly AuditEntry[],
): Markup =>
  markup`<h3>${title} <code>${id}</code></h3>${note === undefined ? undefined : markup`<p>${note}</p>`}
${evidence.map((one, index) => checkPart(`${id}-${index}`, one, audit))}
${earlier.map((round, index) => roundPart(`${id}-before-${index}`, round, audit))}`;

/** What was seen before a person had it look again: why that person was asked. Folded, for it is over. */
const roundPart = (
  id: string,
  { since, until, verdict, says, evidence }: WatchRound,
  audit: readonly AuditEntry[],
): Markup =>
  markup`<details class="round"><summary>An earlier round, from ${time(since)} to ${time(until)}: <span class="badge ${verdict}">${verdictWords[verdict]}</span></summary>
<p>${says}</p>
${evidence.map((one, index) => checkPart(`${id}-${index}`, one, audit))}
</details>`;

function checkPart(id: string, evidence: CheckEvidence, audit: readonly AuditEntry[]): Markup {
  const { title, shadow, verdict, says, series, metrics, past } = evidence;
  const happenings = happeningsIn(series, audit);
  const shown = past === undefined ? [ratePlot, evidencePlot] : [ratioPlot, unusualPlot];
  return markup`<article class="check">
<h4>${title} <span class="badge ${verdict}">${verdictWord(evidence)}</span>${shadow ? markup` <span class="badge">shadow: only reported</span>` : undefined}</h4>
<p>${says}</p>
${series.length === 0 ? markup`<p>There were no data.</p>` : markup`<div class="plots">${shown.map((draw, index) => draw(`${index === 0 ? 'rates' : 'odds'}-${id}`, evidence, happenings))}</div>`}
${happenings.length === 0 ? undefined : markup`<p class="faint">Numbers above a plot are those of what happened, below.</p>`}
${metrics.length === 0 ? undefined : metricsTable(title, metrics)}
</article>`;
}

/** What happened while it was watched. */
function happeningsIn(series: CheckEvidence['series'], audit: readonly AuditEntry[]): readonly Happening[] {
  const from = series[0]?.[0] ?? Infinity;
  const to = series.at(-1)?.[0] ?? -Infinity;
  return audit
    .map(({ at }, index) => ({ number: index + 1, t: Date.parse(at) / 1000 }))
    .filter(({ t }) => t >= from && t <= to);
}

const columns = ['canary', 'baseline', 'times the rate', 'odds of harm', 'odds of health'];

const metricsTable = (title: string, metrics: CheckEvidence['metrics']): Markup =>
  markup`<div class="wide" tabindex="0" role="region" aria-label="Figures of ${title}"><table>
<thead><tr><th scope="col">metric</th>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${metrics.map(metricRow)}</tbody></table></div>`;

/** On a phone each figure stands on a line of its own, after its column's name. */
function metricRow({
  name,
  canary,
  baseline,
  ratio,
  harm,
  health,
}: CheckEvidence['metrics'][number]): Markup {
  const times = ratio === null ? 'the baseline has none' : Number(ratio.toPrecision(3));
  const cells = [counted(canary), counted(baseline), times, showOdds(harm), showOdds(health)];
  return markup`<tr><th scope="row">${name}</th>${cells.map((cell, index) => markup`<td data-column="${columns[index]}">${cell}</td>`)}</tr>`;
}

function counted({ total, errors }: CheckEvidence['metrics'][number]['canary']): string {
  const share = shareOf(errors, total);
  return `${number(errors)} of ${number(total)}${share === undefined ? '' : ` (${showShare(share)})`}`;
}
