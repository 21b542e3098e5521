/** Makes a plan and starts nothing: what `slipway plan` shows. */
import type { PlanReply } from '../activities/calls.ts';
import { makePlan } from './activity-options.ts';
import { planCallOf } from './messages.ts';
import type { StartRelease } from './messages.ts';

export const plan = (start: StartRelease): Promise<PlanReply> => makePlan(planCallOf(start));
