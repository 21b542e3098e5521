/** What was known before it began: the plan's facts with their evidence, and its warnings. Pure. */
import type { Fact } from '../../runbook/plan.ts';
import type { ReleaseView } from '../../workflows/view.ts';
import { showValue } from '../views/waiting.ts';
import { details } from './happened.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

export function knownSection({ plan }: ReleaseView): Markup {
  if (plan === undefined || plan.facts.length + plan.warnings.length === 0) return markup``;
  return markup`<section aria-labelledby="known"><h2 id="known">What the plan was made from</h2>
${plan.warnings.map((warning) => markup`<p class="warning"><strong>Warning:</strong> ${warning}</p>`)}
<dl>${plan.facts.map(factItem)}</dl></section>`;
}

const factItem = ({ title, value, evidence }: Fact): Markup =>
  markup`<div><dt>${title}</dt><dd>${showValue(value)}${
    evidence.length === 0 ? undefined : details('Evidence', evidence.join('\n'))
  }</dd></div>`;
