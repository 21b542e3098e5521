/** What lies between two versions in a database's schema. */
export { adapterNames } from './adapter.ts';
export type { AdapterName } from './adapter.ts';
export { classify } from './classify.ts';
export type { ClassifyOptions } from './classify.ts';
export type { ChangedFile } from './files.ts';
export { stepOver } from './step-over.ts';
export type { StepOver } from './step-over.ts';
export { evidenceLine, verdictOf } from './verdict.ts';
export type { Classification, Operation, Verdict } from './verdict.ts';
