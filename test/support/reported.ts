/** A release that was rolled back on evidence, for tests of its report; and one in which every string is an attack. */
import type { ReleaseView } from '../../src/workflows/view.ts';
import { evidence } from './evidence.ts';
import { at, node, view } from './release-view.ts';

export const reported = (more: Partial<ReleaseView> = {}): ReleaseView =>
  view({
    startedAt: at(1000),
    endedAt: at(0),
    phase: 'closed',
    outcome: 'rolled-back',
    why: 'The soak found harm.',
    waiting: [],
    digest: 'sha256:0123',
    plan: {
      format: 'slipway.plan/v1',
      runbook: 'balrog',
      environment: 'stage',
      version: '3.111',
      input: {},
      facts: [{ id: 'migrations', title: 'Migrations', value: 3, evidence: ['a.sql', 'b.sql'] }],
      warnings: ['The database changes for good.'],
      root: { type: 'sequence', id: 'root', title: 'Release Balrog 3.111 to stage', nodes: [] },
    },
    nodes: view().nodes.map((one) =>
      one.id === 'watch'
        ? {
            ...one,
            state: 'failed',
            note: 'Harm was found.',
            evidence: [
              evidence({ verdict: 'fail' }),
              evidence({ check: 'slow', title: 'Latency of web', shadow: true, verdict: 'pass' }),
            ],
          }
        : one,
    ),
    audit: [
      { at: at(1000), by: 'dave', what: 'started', says: 'Started balrog' },
      { at: at(600), by: 'kim', what: 'paused', says: 'Paused' },
      { at: at(590), by: 'kim', what: 'resumed', says: 'Resumed', detail: { answers: { seen: 3 } } },
      { at: at(60), by: 'slipway', what: 'tripped', node: 'watch', says: 'The soak tripped' },
    ],
    ...more,
  });

/** Says `text` wherever a release says anything. */
export function hostile(text: string): ReleaseView {
  const [metric] = evidence().metrics;
  const arm = { total: 10, errors: 1 };
  const metrics = [
    { ...(metric ?? { harm: 1, health: 1, ratio: 1, canary: arm, baseline: arm }), name: text },
  ];
  return view({
    id: text,
    runbook: text,
    environment: text,
    version: text,
    startedBy: text,
    why: text,
    digest: text,
    plan: {
      format: 'slipway.plan/v1',
      runbook: text,
      environment: text,
      version: text,
      input: {},
      facts: [{ id: 'fact', title: text, value: { [text]: text }, evidence: [text] }],
      warnings: [text],
      root: { type: 'sequence', id: 'root', title: text, nodes: [] },
    },
    nodes: [
      node(text, 'failed', {
        title: text,
        note: text,
        startedAt: at(10),
        irreversible: text,
        error: { code: 'refused', message: text, remedy: text, link: text },
        evidence: [evidence({ check: text, title: text, says: text, metrics })],
        earlier: [
          {
            since: text,
            until: text,
            verdict: 'inconclusive',
            says: text,
            evidence: [evidence({ check: text, title: text, says: text, metrics })],
          },
        ],
      }),
    ],
    waiting: [{ node: text, for: 'repair', title: text, since: text, commands: [text] }],
    audit: [{ at: text, by: text, what: text, says: text, detail: { [text]: text } }],
  });
}
