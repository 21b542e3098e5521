/** What each sort of check says on its pages. */
import { exceptionRulesSchema, pastOptionsSchema } from '../../src/judge/index.ts';
import { comparisonOptionsSchema } from '../../src/runbook/plan.ts';
import type { WatchedSort } from './watched-page.ts';

export const sorts = {
  check: {
    says: 'A check: a soak or a guard looks at it again and again.',
    notes: [
      'A source that doesn’t answer gives no data, which is neither good nor bad: see `inconclusiveLimit` in the [plan’s schema](../plan.schema.json).',
    ],
  },
  comparison: {
    says: 'A comparison: a soak or a guard reads both arms in every tick, and the [judge](../judge.md) weighs what it has seen so far.',
    options: comparisonOptionsSchema,
    notes: [
      'A source that doesn’t answer gives no data, which is neither good nor bad: it is read again from where it was left, and half a soak without data is inconclusive.',
    ],
  },
  past: {
    says: 'A check against the past: a soak or a guard reads each window as it ends, and the [judge](../judge.md) holds it against what is usual at this time of day.',
    options: pastOptionsSchema,
    notes: [
      'A notable change is inconclusive, so a person is asked (see `onInconclusive`), and nobody is asked again about a change in the same direction once it is explained. How far healthy days stray is read off the history: each of its days is held against the others, and none of them would have been asked about.',
      'A source that doesn’t answer gives no data, which is neither good nor bad: it is read again from where it was left, and a watch is inconclusive with half of its windows missing. So it is, at once, with less than two days of history.',
    ],
  },
  issues: {
    says: 'A check for new exceptions: a soak or a guard looks for them again and again.',
    options: exceptionRulesSchema,
    notes: [
      'Each is shown to whoever is asked, with its link; what that person approves is explained and does not count again. Above `failAbove` the soak fails, and `onFail` says what then.',
      'A source that doesn’t answer gives no data, which is neither good nor bad: see `inconclusiveLimit` in the [plan’s schema](../plan.schema.json).',
    ],
  },
} satisfies Record<string, WatchedSort>;
