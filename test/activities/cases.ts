/** The conformance cases, one a step, in a file beside the step's own test. */
import type { ConformanceCase } from '../support/conformance.ts';
import * as argocdAwaitHealthy from './argocd/awaitHealthy.case.ts';
import * as argocdSync from './argocd/sync.case.ts';
import * as githubAwaitChecks from './github/awaitChecks.case.ts';
import * as githubBumpVersion from './github/bumpVersion.case.ts';
import * as githubCreateRelease from './github/createRelease.case.ts';
import * as githubFindActionRun from './github/findActionRun.case.ts';
import * as githubRunAction from './github/runAction.case.ts';
import * as httpCheck from './http/check.case.ts';
import * as ociAwaitImage from './oci/awaitImage.case.ts';
import * as rolloutsAwaitHealthy from './rollouts/awaitHealthy.case.ts';
import * as rolloutsAwaitPaused from './rollouts/awaitPaused.case.ts';
import * as rolloutsPromoteFull from './rollouts/promoteFull.case.ts';
import * as slackNotify from './slack/notify.case.ts';

export const cases: readonly ConformanceCase[] = [
  argocdAwaitHealthy.awaitHealthy,
  argocdSync.sync,
  githubAwaitChecks.awaitChecks,
  githubBumpVersion.bumpVersion,
  githubCreateRelease.createRelease,
  githubFindActionRun.findActionRun,
  githubRunAction.runAction,
  httpCheck.check,
  ociAwaitImage.awaitImage,
  rolloutsAwaitHealthy.awaitHealthy,
  rolloutsAwaitPaused.awaitPaused,
  rolloutsPromoteFull.promoteFull,
  slackNotify.notify,
];
