import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileNameOf } from '../../../src/client/report/file-name.ts';
import { markup } from '../../../src/client/report/markup.ts';
import { reportPage } from '../../../src/client/report/page.ts';
import type { NodeView } from '../../../src/workflows/view.ts';
import { evidence, pastEvidence } from '../../support/evidence.ts';
import { hostile, reported } from '../../support/reported.ts';
import { at, noon, view } from '../../support/release-view.ts';

const page = (more = {}): string => reportPage({ view: reported(more) }, noon);
/** What a reader sees: text alone. */
const read = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('a report', () => {
  test('says which release it was, how it ended and why', () => {
    const text = read(page());
    for (const part of [
      'Release Balrog 3.111 to stage rolled-back',
      'The soak found harm.',
      'release/balrog/stage/3.111',
      '2026-03-01 11:43:20 UTC by dave',
      '2026-03-01 12:00:00 UTC , after 16m 40s',
      'sha256:0123',
    ])
      expect(text).toContain(part);
  });

  test('tells what the plan was made from, with its warnings', () => {
    const text = read(page());
    expect(text).toContain('Warning: The database changes for good.');
    expect(text).toContain('Migrations 3 Evidence a.sql b.sql');
  });

  test('tells what happened when, and each step', () => {
    const text = read(page());
    expect(text).toContain('2026-03-01 11:59:00 UTC slipway tripped The soak tripped');
    expect(text).toContain('done Do tag tag 1m 30s');
    expect(text).toContain('The controller refused Mend it.');
  });

  test('shows each comparison with its verdict, its sentence, its figures and two plots that say what they show', () => {
    const html = page();
    const text = read(html);
    expect(text).toContain('Errors of web harmful errors: 41 of 3,010 on the canary');
    expect(text).toContain('Latency of web healthy shadow: only reported');
    expect(text).toContain('41 of 3,010 (1.4 %) 52 of 27,400 (0.19 %) 7.18 100 0.2');
    expect(text).toContain(
      'Errors of web: error rates over time Over all of the time the canary failed 1.7 %',
    );
    expect(html.match(/<figure>/g)).toHaveLength(4);
    expect(html.match(/role="img" aria-labelledby/g)).toHaveLength(4);
  });

  test('shows the rounds before, folded, with what a person was asked about', () => {
    const { nodes } = reported();
    const watched = nodes.find((node) => node.evidence !== undefined);
    if (watched === undefined) throw new Error('no node');
    const before = {
      since: at(1800),
      until: at(900),
      verdict: 'inconclusive' as const,
      says: 'Neither harm nor health was shown.',
      evidence: [evidence({ title: 'Errors of the first round' })],
    };
    const html = page({ nodes: [{ ...watched, round: 2, earlier: [before] }] });
    expect(html).toMatch(/<details class="round">.*Errors of the first round.*<\/details>/s);
    expect(read(html)).toContain(
      `An earlier round, from 2026-03-01 11:30:00 UTC to 2026-03-01 11:45:00 UTC : inconclusive Neither harm nor health was shown.`,
    );
    // None of its plots shares a name with another: they would describe each other.
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // What nobody has judged yet in this round does not hide what was judged before.
    const { evidence: _, ...silent } = watched;
    expect(read(page({ nodes: [{ ...silent, earlier: [before] }] }))).toContain('Errors of the first round');
  });

  test('shows a series against its own past: how many times the usual was seen, and the odds against a usual day', () => {
    const [first, ...others] = reported().nodes;
    if (first === undefined) throw new Error('no nodes');
    const html = page({
      nodes: [{ ...first, evidence: [pastEvidence()] }, ...others.map((one) => ({ ...one, evidence: [] }))],
    });
    const text = read(html);
    expect(text).toContain('Traffic not as usual a spike: 6,000 where 3,000 are usual');
    expect(text).toContain('Over all of the time it was 2 times what is usual at this time of day.');
    expect(text).toContain('The odds against a usual day are 400 to 1; a person is asked at 200.');
    expect(text).not.toContain('baseline');
    expect(html.match(/<figure>/g)).toHaveLength(2);
  });

  test('plots the odds of health as well as of harm over time; of an older record, those of harm alone', () => {
    const curves = (html: string, kind: string): string[] =>
      [...html.matchAll(new RegExp(`<path class="curve ${kind}" d="([^"]*)"`, 'g'))].map(([, d = '']) => d);
    const html = page();
    expect(curves(html, 'health').map((d) => d.split('L').length)).toEqual([30, 30]);
    expect(curves(html, 'harm')[0]).not.toBe(curves(html, 'health')[0]);
    const old = evidence().series.map(([t, a, b, c, d, harm]) => [t, a, b, c, d, harm] as const);
    const soak: NodeView = {
      ...(view().nodes[3] as NodeView),
      evidence: [evidence({ series: old.map((one) => [...one]) })],
    };
    const older = page({ nodes: [soak] });
    expect(curves(older, 'health')).toEqual(['']);
    expect(curves(older, 'harm')[0]?.split('L')).toHaveLength(30);
    expect(older).toContain('<circle class="health"');
  });

  test('marks in the plots what happened meanwhile, by its number', () => {
    const marks = [...page().matchAll(/<text class="mark"[^>]*>([^<]*)</g)].map(([, says]) => says);
    expect(marks).toEqual(['2–3', '4', '2–3', '4', '2–3', '4', '2–3', '4']);
  });

  test('uses each id once', () => {
    const ids = [...page().matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says what is missing where no worker told it', () => {
    expect(
      read(reportPage({ view: view({ nodes: [], audit: [] }), lacks: 'No worker answers.' }, noon)),
    ).toContain('No worker answers.');
  });

  test('of a release that still runs says so, and what it waits for', () => {
    const text = read(
      page({ phase: 'running', outcome: undefined, endedAt: undefined, waiting: view().waiting }),
    );
    expect(text).toContain('Runs for 16m 40s');
    expect(text).toContain('What it waits for Do judge, since');
  });

  test('needs nothing from elsewhere, and forbids it', () => {
    const html = page();
    expect(html).not.toMatch(
      /<(script|link|img|iframe|object|embed|base|form|a)\b|\bsrc=|\bhref=|url\(|@import|https?:/i,
    );
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).toContain('prefers-color-scheme: dark');
  });

  test('has no figure that is none, whatever the odds', () => {
    const odd = evidence({
      harm: Infinity,
      health: 0,
      failsAt: 1,
      passesAt: 1e300,
      series: [[noon / 1000, 0, 0, 0, 0, 0]],
    });
    const soak: NodeView = { ...(view().nodes[3] as NodeView), evidence: [odd] };
    expect(page({ nodes: [soak] })).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('whatever a release says', () => {
  const tags = (html: string): string[] => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  /** The same page with harmless strings has the same markup: nothing that was said became any. */
  const skeleton = (html: string): string[] => tags(html).map((tag) => tag.replace(/"[^"]*"/g, '""'));

  test('is text on the page and nothing else', () => {
    const safe = reportPage({ view: hostile('harmless') }, noon);
    for (const attack of [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onload='alert(1)",
      '</style><b>',
      '</title><svg/onload=x>',
      '-->`${x}`',
    ]) {
      const html = reportPage({ view: hostile(attack) }, noon);
      expect(skeleton(html)).toEqual(skeleton(safe));
    }
  });

  test('is escaped character by character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: html } = markup`<p title="${text}">${text}</p>`;
        expect(html).not.toMatch(/['`]/);
        expect(html.match(/[<>]/g)).toHaveLength(4);
        expect(html.match(/"/g)).toHaveLength(2);
      }),
    );
  });

  test('leads the file’s name out of no folder', () => {
    expect(fileNameOf(view())).toBe('release-balrog-stage-3.111.html');
    expect(fileNameOf(view({ version: '../../etc/passwd' }))).toBe(
      'release-balrog-stage-.._.._etc_passwd.html',
    );
  });
});

test('steps of a release are drawn inside its time', () => {
  const html = page({
    nodes: [{ ...(view().nodes[1] as NodeView), startedAt: at(5000), endedAt: at(-5000) }],
  });
  expect(html).toContain('<rect class="ran" x="0" width="1000" height="6"/>');
});
