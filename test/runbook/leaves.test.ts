/** What stays although a step is undone: the plan says so before anybody says yes. */
import { describe, expect, test } from '@jest/globals';
import { renderMarkdown, renderTree } from '../../src/runbook/render.ts';
import { validatePlan } from '../../src/runbook/validate-plan.ts';
import { announce, build, catalog, look } from '../support/catalog.ts';
import { problemsOf } from '../support/problems-of.ts';
import { smallPlan } from '../support/small-plan.ts';

describe('a step that leaves something when it is undone', () => {
  const plan = smallPlan([build({ source: 'main' }, { id: 'image', leaves: 'the image' })]);

  test('says so in the plan, in each of its renderings', () => {
    expect(validatePlan(plan, catalog).ok).toBe(true);
    expect(renderTree(plan)).toContain('stays when it is undone: the image');
    expect(renderMarkdown(plan)).toContain('stays when it is undone: the image');
  });

  test.each([
    ['only looks', look({ at: { here: ['main'] } }, { leaves: 'a trace' })],
    ['can’t be undone', announce({ text: 'out' }, { leaves: 'a trace' })],
  ])('is refused where it %s', (_, node) => {
    expect(JSON.stringify(problemsOf(smallPlan([node])))).toContain('only a step that is undone leaves');
  });
});
