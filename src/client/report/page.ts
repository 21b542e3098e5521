/** The whole page of a report: one file that needs nothing else, neither scripts nor the network. Pure. */
import type { Read } from '../read-release.ts';
import type { ReleaseView } from '../../workflows/view.ts';
import { showSpan } from '../views/duration.ts';
import { happenedSection, stepsSection } from './happened.ts';
import { knownSection } from './known.ts';
import { Markup, markup } from './markup.ts';
import { stylesheet } from './stylesheet.ts';
import { showUtc, time } from './time.ts';
import { watchedSection } from './watched.ts';

export function reportPage({ view, lacks }: Read, now: number): string {
  const { runbook, version, environment } = view;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${runbook} ${version} to ${environment}: ${standsAs(view)}</title>
<style>${new Markup(stylesheet)}</style>
</head>
<body>
<main>
${heading(view, now)}
${lacks === undefined ? undefined : markup`<p class="warning">${lacks}</p>`}
${waitingPart(view)}
${watchedSection(view)}
${knownSection(view)}
${happenedSection(view)}
${stepsSection(view, now)}
</main>
<footer>Written by Slipway at ${showUtc(new Date(now).toISOString())}. Times are in UTC.</footer>
</body>
</html>
`.text;
}

const standsAs = ({ outcome, phase }: ReleaseView): string => outcome ?? phase;

function heading(view: ReleaseView, now: number): Markup {
  const { plan, id, why, runbook, environment, version, startedBy, startedAt, endedAt, digest } = view;
  const stands = standsAs(view);
  return markup`<header>
<h1>${plan?.root.title ?? id} <span class="badge ${stands}">${stands}</span></h1>
${why === undefined ? undefined : markup`<p class="why">${why}</p>`}
<dl class="about">
<div><dt>Release</dt><dd><code>${id}</code></dd></div>
<div><dt>Runbook</dt><dd>${runbook}</dd></div>
<div><dt>Environment</dt><dd>${environment}</dd></div>
<div><dt>Version</dt><dd>${version}</dd></div>
<div><dt>Started</dt><dd>${time(startedAt)} by ${startedBy}</dd></div>
<div><dt>${endedAt === undefined ? 'Runs for' : 'Ended'}</dt><dd>${endedAt === undefined ? undefined : markup`${time(endedAt)}, after `}${showSpan(startedAt, now, endedAt)}</dd></div>
${digest === undefined ? undefined : markup`<div><dt>Plan</dt><dd><code>${digest}</code></dd></div>`}
</dl>
</header>`;
}

const waitingPart = ({ waiting }: ReleaseView): Markup =>
  waiting.length === 0
    ? markup``
    : markup`<section aria-labelledby="waiting"><h2 id="waiting">What it waits for</h2>
<ul>${waiting.map(({ title, since }) => markup`<li>${title}, since ${since === '' ? 'a while' : time(since)}</li>`)}</ul></section>`;
