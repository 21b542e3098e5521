/** A report in a real browser: it is read as it was meant, on a phone's width too, and runs nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { reportPage } from '../../../src/client/report/page.ts';
import { describeWithChromium, openInChromium } from '../../support/chromium.ts';
import { hostile, reported } from '../../support/reported.ts';
import { noon } from '../../support/release-view.ts';

/** A page around the report that tells how it came out: the report itself runs no script. */
const measuring = (html: string, width: number): string => `<!doctype html><body style="margin:0">
<iframe id="page" srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" style="border:0;width:${width}px;height:800px"></iframe>
<script>
page.onload = () => {
  const { documentElement: root } = page.contentDocument;
  const texts = [...root.querySelectorAll('figure svg text')].map((text) => text.getBoundingClientRect());
  document.title = JSON.stringify({
    width: page.getBoundingClientRect().width,
    beyond: root.scrollWidth - root.clientWidth,
    plots: root.querySelectorAll('figure svg').length,
    smallest: Math.min(...texts.map(({ height }) => height)),
    outside: texts.filter(({ left, right }) => left < 0 || right > root.clientWidth).length,
  });
};
</script>`;
const measuredSchema = z.object({
  width: z.number(),
  beyond: z.number(),
  plots: z.number(),
  smallest: z.number(),
  outside: z.number(),
});

describeWithChromium('a report in a browser', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-report-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const open = async (html: string, width = 1200) => {
    const file = join(dir, 'report.html');
    writeFileSync(file, html);
    return openInChromium(file, { width, height: 900 });
  };

  test('is taken as it is: all parts, all plots, nothing to complain of', async () => {
    const { dom, log } = await open(reportPage({ view: reported() }, noon));
    for (const part of ['What the judge saw', 'What the plan was made from', 'What happened when', 'Steps'])
      expect(dom).toContain(`>${part}</h2>`);
    expect(dom.match(/<path class="curve harm" d="M/g)).toHaveLength(2);
    expect(log).toBe('');
  });

  test('runs nothing of what a release says', async () => {
    const attack = `"><img src=x onerror="console.log('ran')"><script>console.log('ran')</script>`;
    const ran = await open(`<p title="${attack}">`);
    expect(ran.log).toContain('ran');
    const { dom, log } = await open(reportPage({ view: hostile(attack) }, noon));
    expect(dom).not.toMatch(/<(img|script)\b/);
    expect(log).toBe('');
  });

  test.each([360, 390, 1200])('fits a window of %d pixels, with plots that can be read', async (width) => {
    const { dom } = await open(measuring(reportPage({ view: reported() }, noon), width), 1300);
    const [, title = '{}'] = /<title>(.*?)<\/title>/.exec(dom) ?? [];
    const { smallest, ...measured } = measuredSchema.parse(JSON.parse(title));
    expect(measured).toEqual({ width, beyond: 0, plots: 4, outside: 0 });
    expect(smallest).toBeGreaterThanOrEqual(9);
  });
});
