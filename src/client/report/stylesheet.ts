/** The looks of a report: light and dark as the reader's device is, one column on a phone. */

export const stylesheet = `
:root { color-scheme: light dark; --page: #fff; --card: #f6f7f9; --text: #1b1f24; --faint: #57606a; --line: #d0d7de;
  --canary: #b54708; --baseline: #1f5fbf; --bad: #b42318; --good: #17703a; --odd: #7a4d00; --harm: #b42318; --mark: #6b4fbb; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --card: #161b22; --text: #e6edf3; --faint: #9da7b3; --line: #3a424c;
  --canary: #ffa657; --baseline: #79b8ff; --bad: #ff8f87; --good: #5fd07f; --odd: #e3b341; --harm: #ff8f87; --mark: #c4b0ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main, footer { max-width: 1080px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 8px 0; }
h2 { font-size: 1.2rem; margin: 32px 0 8px; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 20px 0 4px; }
details.round { margin: 12px 0; }
details.round > summary { cursor: pointer; }
h4 { font-size: 1rem; margin: 0 0 4px; }
p { margin: 4px 0 8px; }
code, pre { font: 0.85em ui-monospace, monospace; color: var(--faint); }
pre { white-space: pre-wrap; margin: 4px 0; }
.why { font-size: 1.05rem; }
.faint, footer, figcaption { color: var(--faint); font-size: 0.875rem; }
.badge { display: inline-block; font-size: 0.8rem; font-weight: 600; line-height: 1.4; padding: 0 8px; border: 1px solid currentColor;
  border-radius: 10px; color: var(--faint); vertical-align: middle; white-space: nowrap; }
.badge.pass, .badge.succeeded, .badge.done { color: var(--good); }
.badge.fail, .badge.aborted, .badge.failed, .badge.parked, .badge.undo-parked, .badge.partly-rolled-back, .badge.rolled-back,
.trouble { color: var(--bad); }
.badge.inconclusive, .badge.waiting, .badge.paused, .badge.confirming, .badge.not-started, .badge.skipped { color: var(--odd); }
.warning { border-left: 4px solid var(--odd); padding: 4px 0 4px 12px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 4px 24px; margin: 8px 0; }
dt { color: var(--faint); font-size: 0.875rem; }
dd { margin: 0; }
@media (max-width: 600px) { .about div { display: flex; gap: 8px; } .about dt { flex: 0 0 6.5em; } .about dd { min-width: 0; } }
.check { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; margin: 8px 0; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 16px; }
figure { margin: 0; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; margin-top: 8px; overflow-wrap: normal; }
th, td { text-align: left; padding: 4px 16px 4px 0; border-top: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--faint); font-weight: 500; border: 0; }
@media (max-width: 600px) { thead { display: none; } tr { display: block; padding: 4px 0; border-top: 1px solid var(--line); }
  tbody th, td { display: block; border: 0; padding: 0; white-space: normal; }
  td::before { content: attr(data-column); color: var(--faint); display: inline-block; min-width: 8.5em; } }
.timeline { padding-left: 2em; }
.timeline li, .steps li { margin-bottom: 10px; }
time { color: var(--faint); font-variant-numeric: tabular-nums; }
.steps { list-style: none; padding: 0; }
${[2, 3, 4, 5, 6].map((depth) => `.steps .depth-${depth} { margin-left: ${(depth - 1) * 14}px; }`).join('\n')}
.steps p { font-size: 0.9rem; }
.track { display: block; width: 100%; height: 6px; margin: 3px 0; }
.track .grid { fill: var(--line); }
.track .ran { fill: var(--baseline); }
svg text { font: 11px system-ui, sans-serif; fill: var(--faint); }
.grid { stroke: var(--line); stroke-width: 0.7; }
.track .grid { stroke: none; }
.axis { stroke: var(--faint); stroke-width: 1; }
.curve { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.curve.canary { stroke: var(--canary); }
.curve.baseline { stroke: var(--baseline); stroke-dasharray: 5 4; }
.curve.harm { stroke: var(--harm); }
.curve.health { stroke: var(--good); stroke-dasharray: 7 4; }
line.threshold { stroke-width: 1.5; }
line.abort { stroke: var(--bad); }
line.pass { stroke: var(--good); stroke-dasharray: 6 4; }
svg text.threshold, svg text.mark { paint-order: stroke; stroke: var(--card); stroke-width: 4px; font-weight: 600; }
svg text.abort { fill: var(--bad); }
svg text.pass { fill: var(--good); }
circle.health { fill: var(--good); stroke: var(--card); stroke-width: 1.5; }
line.mark { stroke: var(--mark); stroke-width: 1; stroke-dasharray: 2 3; }
svg text.mark { fill: var(--mark); }
.key { font-weight: 600; white-space: nowrap; }
.key::before { content: ''; display: inline-block; width: 18px; margin-right: 5px; vertical-align: middle; border-top: 3px solid; }
.key.canary { color: var(--canary); }
.key.baseline { color: var(--baseline); }
.key.baseline::before { border-top-style: dashed; }
.key.harm { color: var(--harm); }
.key.health { color: var(--good); }
.key.health::before { border-top-style: dashed; }
@media print { .check { break-inside: avoid; } }
`;
