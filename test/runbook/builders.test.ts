import { describe, expect, test } from '@jest/globals';
import { gate, guard, parallel, release, sequence, soak } from '../../src/runbook/builders.ts';
import { nodeSchema } from '../../src/runbook/plan.ts';
import { build, rate, sync } from '../support/catalog.ts';

const releng = { roles: ['releng'], people: ['ann'] };
const image = build({ source: 'main' });

describe('builders make plain nodes', () => {
  test('of each type, well made, with what the author left out filled in', () => {
    const checks = [rate({ query: 'errors' }, { max: 1 })];
    const all = sequence('All of it', [
      image,
      parallel('Both', [sync({ revision: image.output.digest })], { limit: 2 }),
      gate('Promote to production?', { instructions: 'Look', approvers: releng }),
      soak('Let it run', { for: '15m', checks }),
      guard(
        'Keep watching',
        { checks, atLeast: '5m' },
        release('Then prod', { runbook: 'prod', input: { environment: 'prod', version: '1' } }),
      ),
    ]);
    expect(nodeSchema.parse(JSON.parse(JSON.stringify(all.node)))).toEqual(all.node);
    expect(all.node).toMatchObject({
      id: 'all-of-it',
      nodes: [
        {
          id: 'build',
          input: { source: 'main', platforms: ['amd64'] },
          required: false,
          onFailure: 'park',
          effect: { type: 'undoable' },
        },
        { id: 'both', limit: 2, nodes: [{ input: { revision: { $ref: 'build.digest' }, replicas: 2 } }] },
        {
          id: 'promote-to-production',
          onReject: 'rollback',
          ask: {
            evidence: [],
            questions: [],
            approvers: releng,
            quorum: 1,
            notStarter: false,
            reminders: [],
          },
        },
        { id: 'let-it-run', interval: '30s', onFail: 'ask', ask: { approvers: { roles: [], people: [] } } },
        { id: 'keep-watching', atLeast: '5m', node: { type: 'release', id: 'then-prod', onFailure: 'park' } },
      ],
    });
    expect(checks[0]).toEqual({
      id: 'rate-of-errors',
      title: 'Rate of errors',
      kind: 'metric.rate',
      input: { query: 'errors', window: 60 },
      max: 1,
      failureLimit: 0,
      inconclusiveLimit: 3,
    });
  });

  test('a step’s title shows defaults and references; one that can’t be written yet is the kind', () => {
    expect(build({ source: 'main' }).node.title).toBe('Build main for amd64');
    expect(sync({ revision: image.output.digest }).node.title).toBe('Sync to ‹build.digest›');
    expect(build({} as never).node.title).toBe('image.build');
    expect(build({ source: 'main', platforms: image.output.layers as never }).node.title).toBe('image.build');
  });

  test('a gate’s questions need an answer unless they say otherwise', () => {
    const { node, output } = gate('Why?', {
      instructions: 'x',
      approvers: releng,
      questions: {
        why: { type: 'text', title: 'Why?' },
        where: { type: 'choice', title: 'Where?', choices: ['a', 'b'], required: false },
      },
    });
    expect(node.ask.questions).toEqual([
      { id: 'why', type: 'text', title: 'Why?', required: true },
      { id: 'where', type: 'choice', title: 'Where?', choices: ['a', 'b'], required: false },
    ]);
    expect([output.answers.where.$ref, output.approvedBy.$ref]).toEqual([
      'why.answers.where',
      'why.approvedBy',
    ]);
  });
});

test.each([
  ['Déploy: the UI (stage)', 'deploy-the-ui-stage'],
  ['3 pods', 'pods'],
  ['x'.repeat(80), 'x'.repeat(63)],
])('the id of %j is %s', (title, id) => {
  expect(sequence(title, []).node.id).toBe(id);
});

test('a title that no id can be made of asks for one', () => {
  expect(() => sequence('发布', [])).toThrow('give an id');
  expect(sequence('发布', [], { id: 'publish' }).node.id).toBe('publish');
});
