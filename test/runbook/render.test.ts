import { describe, expect, test } from '@jest/globals';
import { gate, guard, parallel, sequence, soak } from '../../src/runbook/builders.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import type { Paint } from '../../src/runbook/render.ts';
import { renderMarkdown, renderTree } from '../../src/runbook/render.ts';
import { announce, build, compare, rate, sync } from '../support/catalog.ts';
import { smallPlan } from '../support/small-plan.ts';

const image = build({ source: 'main' });
const checks = [rate({ query: 'errors' }, { max: 0.5, failureLimit: 2 })];
const plan = smallPlan(
  [
    image,
    parallel(
      'Sync',
      [
        sync({ revision: image.output.digest }, { id: 'admin', title: 'Sync admin', required: true }),
        sync({ revision: 'x' }, { id: 'app', title: 'Sync app', onFailure: 'rollback' }),
      ],
      { limit: 1 },
    ),
    gate('Promote?', {
      instructions: 'Look at the dashboard.\nThen decide.',
      approvers: { roles: ['releng'], people: ['ann', 'bob'] },
      quorum: 2,
      notStarter: true,
      questions: { why: { type: 'text', title: 'Why now?' } },
      deadline: { after: '24h', then: 'reject' },
    }),
    guard(
      'Watch',
      { checks, atLeast: '5m', onFail: 'rollback' },
      sequence('Tell', [announce({ text: 'v1' }), announce({ text: 'v2' }, { id: 'again' })]),
    ),
    soak('Rest', { for: '15m', checks }),
  ],
  {
    facts: [
      {
        id: 'schema',
        title: 'Schema change',
        value: 'additive',
        evidence: ['migrations/0042.py: add_column'],
      },
    ],
    warnings: ['The version is older than the deployed one.'],
  },
);

test('a plan reads as a tree, with what it waits for and the point of no return', () => {
  expect(renderTree(plan).split('\n')).toEqual([
    'small 1.2 to stage',
    digestOf(plan),
    '',
    'Schema change: additive',
    '  migrations/0042.py: add_column',
    '',
    '! warning: The version is older than the deployed one.',
    '',
    'Release  #release',
    '├─ Build main for amd64  image.build #build',
    '├─ Sync  #sync',
    '│  │ side by side, 1 at a time',
    '│  ├─ Sync admin  app.sync #admin',
    '│  │    can’t be skipped',
    '│  └─ Sync app  app.sync #app',
    '│       a failure rolls back',
    '├─ Promote?  gate #promote',
    '│    Look at the dashboard.',
    '│    Then decide.',
    '│    waits for 2 of @releng (ann, bob), not whoever started it; after 24h it counts as rejected',
    '│    asks: Why now?',
    '│    a rejection rolls back',
    '├─ Watch  guard #watch',
    '│  │ looks every 30s while what follows runs, for 5m at least',
    '│  │ watches Rate of errors: at most 0.5, 2 failed looks tolerated',
    '│  │ a failed check rolls back',
    '│  │ too little evidence asks everybody',
    '│  └─ Tell  #tell',
    '│     │  ── point of no return ──',
    '│     ├─ Announce v1  chat.announce #announce',
    '│     │    can’t be undone: people have read it',
    '│     └─ Announce v2  chat.announce #again',
    '│          can’t be undone: people have read it',
    '└─ Rest  soak #rest',
    '     waits 15m, looking every 30s',
    '     watches Rate of errors: at most 0.5, 2 failed looks tolerated',
    '     a failed check asks everybody',
  ]);
});

test('a plan reads as Markdown, with a gate’s instructions as their author wrote them', () => {
  const markdown = renderMarkdown(plan);
  expect(markdown).toContain('# small 1.2 to stage\n');
  expect(markdown).toContain('- Schema change: **additive**\n  - migrations/0042.py: add\\_column');
  expect(markdown).toContain('  - **Promote?** (gate, `promote`)');
  expect(markdown).toContain('    > Look at the dashboard.\n    > Then decide.');
  expect(markdown.match(/Point of no return/g)).toHaveLength(1);
  expect(markdown).toContain('⛔ **Point of no return.** **Announce v1**');
});

test('paint is applied by meaning', () => {
  const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint: Paint = {
    title: tag('t'),
    kind: tag('k'),
    faint: tag('f'),
    wait: tag('w'),
    warning: tag('!'),
    danger: tag('d'),
  };
  const painted = renderTree(plan, paint);
  expect(painted).toContain('<d>── point of no return ──</d>');
  expect(painted).toContain('<w>waits 15m, looking every 30s</w>');
  expect(painted).toContain('<k>image.build</k>');
});

describe('a text from outside can’t break out of its line', () => {
  const hostile = smallPlan([sync({ revision: 'x' }, { title: 'a\u001b[2J\nb\u202Ec' })], {
    warnings: ['**bold**\n# heading <script>'],
  });

  test('on a terminal', () => {
    const tree = renderTree(hostile);
    expect(tree).toContain('└─ a [2J b c  app.sync');
    for (const character of ['\u001b', '\u202e']) expect(tree).not.toContain(character);
  });

  test('in Markdown', () => {
    expect(renderMarkdown(hostile)).toContain('- ⚠️ \\*\\*bold\\*\\* \\# heading \\<script\\>');
  });
});

test('a check without bounds is named and no more', () => {
  const free = smallPlan([soak('Rest', { for: '15m', checks: [rate({ query: 'errors' }, {})] })]);
  expect(renderTree(free)).toContain('watches Rate of errors\n');
  const tolerant = rate({ query: 'errors' }, { failureLimit: 1 });
  expect(renderTree(smallPlan([soak('Rest', { for: '15m', checks: [tolerant] })]))).toContain(
    'watches Rate of errors: 1 failed look tolerated\n',
  );
});

test('a comparison reads as what it tolerates, and its soak as one that may end early', () => {
  const compared = smallPlan([
    soak('Soak', {
      for: '1h',
      minimum: '10m',
      onFail: 'park',
      onInconclusive: 'rollback',
      checks: [
        compare({ query: 'errors' }, { tolerance: 0.25 }),
        rate({ query: 'errors' }, { max: 1, shadow: true }),
      ],
    }),
  ]);
  expect(renderTree(compared)).toContain(
    [
      'waits 1h at most, 10m at least, looking every 30s',
      'watches Compare errors: no more than 25 % worse than the baseline',
      'watches Rate of errors (reported, not judged): at most 1',
      'a failed check waits for an order, as a failed step does',
      'too little evidence rolls back',
    ]
      .map((line) => `     ${line}`)
      .join('\n'),
  );
});
