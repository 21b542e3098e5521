/** GitHub: releases, checks, actions and version files. */
export { awaitChecks } from './awaitChecks.ts';
export { bumpVersion } from './bumpVersion.ts';
export { createRelease } from './createRelease.ts';
export { findActionRun } from './findActionRun.ts';
export { runAction } from './runAction.ts';
