/** `clear-render-cache`, behind a gate that says what it costs. The version is a name for this time, such as the day. */
import { defineRunbook, gate, sequence, z } from 'slipway';
import { kubernetes } from 'slipway/steps';
import { frontendJob } from '../frontend-job.ts';
import { settingsOf } from '../settings.ts';

/** Within one transaction that has every workflow locked, so that none is rendered by half. */
const program = `
from django.db import transaction
from cjwstate.models import Step, Workflow
with transaction.atomic():
    locked = [id for (id,) in Workflow.objects.select_for_update().values_list("id")]
    steps = Step.objects.update(
        cached_render_result_delta_id=None,
        cached_render_result_status=None,
        cached_render_result_columns=None,
        cached_render_result_nrows=None,
    )
print(f"{len(locked)} workflows locked, the cached output of {steps} steps cleared")
`.trim();

export default defineRunbook({
  name: 'cjworkbench-clear-render-cache',
  summary: 'Clear CJWorkbench’s render cache: every workflow is executed again.',
  input: z.strictObject({
    environment: z.enum(['staging', 'production']).describe('Where'),
    version: z.string().min(1).describe('A name for this time, such as the day: 2026-03-01'),
  }),
  plan(_, facts) {
    const settings = settingsOf(facts);
    const { title } = facts.environment;
    return sequence(`Clear the render cache of ${title}`, [
      gate('Accept what it costs', {
        id: 'accept-cost',
        approvers: facts.people(settings.approverRole),
        instructions:
          `Every workflow of **${title}** is executed again. That can get expensive, and users notice a slowdown for a few minutes. ` +
          'What a workflow shows next is compared with nothing, so nobody is told of changes then. It can’t be undone. Approve to clear the cache; reject to leave it.',
        questions: { why: { type: 'text', title: 'Why must it be cleared?' } },
        onReject: 'abort',
      }),
      kubernetes.runJob(
        frontendJob(settings, 'clear-render-cache', ['python', './manage.py', 'shell', '-c', program]),
        {
          id: 'clear',
          title: 'Clear the cached output of every step, once',
          leaves: 'the cache is empty: it fills again as workflows are executed',
        },
      ),
    ]);
  },
});
