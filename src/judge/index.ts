/** Canary judgement: pure, without clock, randomness or I/O. */
export { absorb } from './absorb.ts';
export type { CanaryPlan } from './absorb.ts';
export { calibrate, calibrationSchema } from './calibration.ts';
export type { Calibration, Service } from './calibration.ts';
export { judgementOf, judgeTick } from './canary.ts';
export { exceptionRulesSchema, judgeExceptions } from './exceptions.ts';
export type { ExceptionRules, ExceptionVerdict, NewIssue } from './exceptions.ts';
export { judgeOptionsSchema } from './options.ts';
export type { JudgeOptions } from './options.ts';
export { freshPastState, judgePast, lookBack, pastOptionsSchema, pastStateSchema, watches } from './past.ts';
export type { Change, PastJudgement, PastOptions, PastState } from './past.ts';
export { calibratePast, pastCalibrationSchema } from './past-calibration.ts';
export type { PastCalibration, PastWatch } from './past-calibration.ts';
export type { Point, Profile } from './past-profile.ts';
export { canaryStateSchema, freshState } from './state.ts';
export type { CanaryState } from './state.ts';
export {
  freshThresholdState,
  lookAgain,
  thresholdsSchema,
  thresholdStateSchema,
  thresholdVerdict,
} from './thresholds.ts';
export type { Look, Thresholds, ThresholdState } from './thresholds.ts';
export type { Arm, GroupsTick, Tick } from './tick.ts';
export { verdictSchema } from './verdict.ts';
export type { Judgement, MetricEvidence, Verdict } from './verdict.ts';
