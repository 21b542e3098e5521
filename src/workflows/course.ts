/** A promotion or a rollback: whether what it was planned from still holds once the environment is ours, and what the audit says of it. */
import type { Course } from '../runbook/plan.ts';
import { courseHolds } from './activity-options.ts';
import type { Run } from './run.ts';

/** One sentence; undefined: nothing. Hours may lie between the plan and the lease. */
export async function standsAgainst(run: Run, course: Course): Promise<string | undefined> {
  const what = 'look whether the plan holds';
  run.underWay.add(what);
  try {
    const against = await courseHolds({ release: run.state.release, course });
    if (against.length === 0) return undefined;
    const says = `What the plan was made from holds no more: ${against.join('; ')}`;
    run.audit({ by: 'slipway', what: 'refused', says });
    return says;
  } finally {
    run.underWay.delete(what);
  }
}

/** Whoever goes past a condition, or a migration, is named with the reason. */
export function auditCourse(run: Run): void {
  const { course } = run.state.plan ?? {};
  const { startedBy } = run.state.start;
  switch (course?.type) {
    case undefined:
      return;
    case 'promotion':
      if (course.exempt === undefined) return;
      return run.audit({
        by: course.exempt.by,
        what: 'exempted',
        says: `Goes on although ${course.from} does not vouch for it: ${course.exempt.reason}`,
      });
    case 'rollback': {
      const past = course.acknowledged.length === 0 ? '' : `, past ${course.acknowledged.join(', ')}`;
      return run.audit({ by: startedBy, what: 'goes-back', says: `Goes back${past}: ${course.reason}` });
    }
  }
}
