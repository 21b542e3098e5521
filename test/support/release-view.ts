/** A release's view for tests of the client: a gate waits, a step is parked, a soak runs. */
import type { Ask } from '../../src/runbook/plan.ts';
import type { NodeView, ReleaseView } from '../../src/workflows/view.ts';

export const noon = Date.parse('2026-03-01T12:00:00Z');
export const at = (secondsBeforeNoon: number): string =>
  new Date(noon - secondsBeforeNoon * 1000).toISOString();

export const ask: Ask = {
  instructions: 'Look at the graphs.\nThen say.',
  evidence: [{ title: 'Error rate', value: '0.1 %' }],
  questions: [{ id: 'why', type: 'text', title: 'What did you see?', required: true }],
  approvers: { roles: ['releng'], people: ['alice', 'bob', 'carol'] },
  quorum: 2,
  notStarter: true,
  deadline: { after: '1h', then: 'reject' },
  reminders: [],
};

export const node = (id: string, state: NodeView['state'], more: Partial<NodeView> = {}): NodeView => ({
  id,
  type: 'step',
  title: `Do ${id}`,
  depth: 1,
  state,
  round: 1,
  ...more,
});

export const view = (more: Partial<ReleaseView> = {}): ReleaseView => ({
  id: 'release/balrog/stage/3.111',
  runId: 'run',
  runbook: 'balrog',
  environment: 'stage',
  version: '3.111',
  startedBy: 'dave',
  startedAt: at(600),
  phase: 'running',
  nodes: [
    node('root', 'running', { type: 'sequence', depth: 0 }),
    node('tag', 'done', { startedAt: at(590), endedAt: at(500) }),
    node('sync', 'parked', {
      startedAt: at(400),
      round: 2,
      error: { code: 'refused', message: 'The controller refused', remedy: 'Mend it.' },
    }),
    node('watch', 'running', { type: 'soak', startedAt: at(60), until: at(-60) }),
    node('judge', 'waiting', { type: 'gate', startedAt: at(30) }),
    node('bump', 'pending'),
  ],
  waiting: [
    {
      node: 'judge',
      for: 'decision',
      title: 'Do judge',
      since: at(30),
      commands: ['slipway approve balrog/stage/3.111 judge'],
      ask,
      approvals: [{ by: 'alice', at: at(10), reason: 'calm' }],
      deadlineAt: at(-3570),
    },
  ],
  undo: [
    { node: 'tag', title: 'Do tag' },
    { node: 'note', title: 'Tell all', irreversible: 'people have read it' },
  ],
  audit: [{ at: at(600), by: 'dave', what: 'started', says: 'Started balrog' }],
  ...more,
});
