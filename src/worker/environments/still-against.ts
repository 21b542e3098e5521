/** Whether what a plan was made from still holds when its release has the environment: ledgers and holds may have changed since. */
import type { CourseCall } from '../../activities/calls.ts';
import { unmet } from '../../environment/promotion.ts';
import { changedSince, heldBack } from '../../environment/rollback.ts';
import type { RollbackCourse } from '../../runbook/plan.ts';
import { standingOf } from './promotion.ts';
import { known } from './known.ts';
import type { Looking } from './known.ts';

/** Sentences; none: it holds. */
export async function stillAgainst(
  release: CourseCall['release'],
  course: CourseCall['course'],
  looking: Looking,
): Promise<readonly string[]> {
  switch (course.type) {
    case 'promotion': {
      const missing = unmet(course, await standingOf(release, course.from, looking));
      return missing
        .filter(({ way }) => way === 'none' || course.exempt === undefined)
        .map(({ message }) => message);
    }
    case 'rollback':
      return againstRollback(release, course, looking);
  }
}

async function againstRollback(
  { runbook, environment, version }: CourseCall['release'],
  { services, replaces }: RollbackCourse,
  looking: Looking,
): Promise<readonly string[]> {
  const { view, rules } = await known(environment, looking);
  const versions = [version, ...services.map((one) => one.version)];
  return [...heldBack(rules, runbook, versions), ...changedSince(replaces, view?.current ?? [], runbook)].map(
    ({ message }) => message,
  );
}
