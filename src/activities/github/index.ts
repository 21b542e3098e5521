/** GitHub: releases, deployments, checks, actions and version files. */
export { awaitChecks } from './awaitChecks.ts';
export { bumpVersion } from './bumpVersion.ts';
export { createRelease } from './createRelease.ts';
export { findActionRun } from './findActionRun.ts';
export { recordDeployment } from './recordDeployment.ts';
export { runAction } from './runAction.ts';
