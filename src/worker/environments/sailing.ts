/** Whence a release's version comes: by what was asked for, and by the order that its runbook declares. */
import type { PlanCall } from '../../activities/calls.ts';
import type { Person } from '../../runbook/audience.ts';
import type { Sailing } from '../../runbook/course.ts';
import type { Runbook } from '../../runbook/define-runbook.ts';
import { PlanInvalid } from '../../runbook/problem.ts';
import { before } from '../../runbook/promotion-order.ts';
import type { Looking } from './known.ts';
import { promotionSailing } from './promotion.ts';
import { rollbackSailing } from './rollback.ts';

export interface SailingOptions extends Looking {
  readonly people: readonly Person[];
}

/** Undefined: the version may come from anywhere. Throws `PlanInvalid` where there is nothing to plan for. */
export async function sailingOf(
  call: PlanCall,
  runbook: Pick<Runbook, 'name' | 'promotion'>,
  options: SailingOptions,
): Promise<Sailing | undefined> {
  const declared = before(runbook.promotion, call.environment);
  switch (call.course?.type) {
    case 'rollback':
      return rollbackSailing({ ...call, course: call.course }, options);
    case 'promotion': {
      const { from } = call.course;
      if (declared?.from === from)
        return promotionSailing(call, { ...declared, takes: 'what-runs' }, options);
      const order = runbook.promotion?.order.join(', then ') ?? 'none';
      throw new PlanInvalid([
        {
          path: 'promotion',
          message: `the runbook does not have ${call.environment} come after ${from}; the order it declares: ${order}`,
          remedy: 'Name two environments that follow each other, or declare `promotion.order` in the runbook',
        },
      ]);
    }
    case undefined:
      return declared && promotionSailing(call, { ...declared, takes: 'what-ran' }, options);
  }
}
