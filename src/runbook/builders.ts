/** The builders that runbooks call, besides those of the steps and checks. */
export { sequence, parallel, release } from './flow-builders.ts';
export type { ParallelOptions, ReleaseOptions, ReleaseOutput, SequenceOptions } from './flow-builders.ts';
export { gate } from './ask-builder.ts';
export type { AskOptions, GateOptions, GateOutput, QuestionOptions, Questions } from './ask-builder.ts';
export { soak, guard } from './watch-builders.ts';
export type { GuardOptions, SoakOptions } from './watch-builders.ts';
