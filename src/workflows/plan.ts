/** Makes a plan and starts nothing: what `slipway plan` shows. */
import type { PlanReply } from '../activities/calls.ts';
import { makePlan } from './activity-options.ts';
import type { StartRelease } from './messages.ts';

export const plan = ({ runbook, environment, version, startedBy, input }: StartRelease): Promise<PlanReply> =>
  makePlan({ runbook, environment, version, startedBy, input });
