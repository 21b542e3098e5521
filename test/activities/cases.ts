/** The conformance cases, one a step, in a file beside the step's own test. */
import type { ConformanceCase } from '../support/conformance.ts';
import * as argocdAwaitHealthy from './argocd/awaitHealthy.case.ts';
import * as argocdSync from './argocd/sync.case.ts';
import * as environmentHold from './environment/hold.case.ts';
import * as environmentRecord from './environment/record.case.ts';
import * as gerritMergeChange from './gerrit/mergeChange.case.ts';
import * as gerritReviewChange from './gerrit/reviewChange.case.ts';
import * as gerritSubmitChange from './gerrit/submitChange.case.ts';
import * as gitBumpSubmodule from './git/bumpSubmodule.case.ts';
import * as gitChangeFile from './git/changeFile.case.ts';
import * as gitFastForward from './git/fastForward.case.ts';
import * as gitReset from './git/reset.case.ts';
import * as gitTag from './git/tag.case.ts';
import * as githubAwaitChecks from './github/awaitChecks.case.ts';
import * as githubBumpVersion from './github/bumpVersion.case.ts';
import * as githubCreateRelease from './github/createRelease.case.ts';
import * as githubFindActionRun from './github/findActionRun.case.ts';
import * as githubRecordDeployment from './github/recordDeployment.case.ts';
import * as githubRunAction from './github/runAction.case.ts';
import * as hostsRestart from './hosts/restart.case.ts';
import * as httpCheck from './http/check.case.ts';
import * as httpRequest from './http/request.case.ts';
import * as kubernetesDeletePod from './kubernetes/deletePod.case.ts';
import * as kubernetesExec from './kubernetes/exec.case.ts';
import * as kubernetesRecreate from './kubernetes/recreate.case.ts';
import * as kubernetesRestart from './kubernetes/restart.case.ts';
import * as kubernetesRunJob from './kubernetes/runJob.case.ts';
import * as kubernetesSetImage from './kubernetes/setImage.case.ts';
import * as kubernetesSetSecret from './kubernetes/setSecret.case.ts';
import * as ociAwaitImage from './oci/awaitImage.case.ts';
import * as ociBuild from './oci/build.case.ts';
import * as ociTag from './oci/tag.case.ts';
import * as ociTestCommit from './oci/testCommit.case.ts';
import * as ociTestImage from './oci/testImage.case.ts';
import * as rolloutsAwaitHealthy from './rollouts/awaitHealthy.case.ts';
import * as rolloutsAwaitPaused from './rollouts/awaitPaused.case.ts';
import * as rolloutsPromoteFull from './rollouts/promoteFull.case.ts';
import * as serviceCheck from './service/check.case.ts';
import * as shellRun from './shell/run.case.ts';
import * as slackNotify from './slack/notify.case.ts';
import * as sshRun from './ssh/run.case.ts';
import * as trebuchetDeploy from './trebuchet/deploy.case.ts';

export const cases: readonly ConformanceCase[] = [
  argocdAwaitHealthy.awaitHealthy,
  argocdSync.sync,
  environmentHold.hold,
  environmentRecord.record,
  gerritMergeChange.mergeChange,
  gerritReviewChange.reviewChange,
  gerritSubmitChange.submitChange,
  gitBumpSubmodule.bumpSubmodule,
  gitChangeFile.changeFile,
  gitFastForward.fastForward,
  gitReset.reset,
  gitTag.tag,
  githubAwaitChecks.awaitChecks,
  githubBumpVersion.bumpVersion,
  githubCreateRelease.createRelease,
  githubFindActionRun.findActionRun,
  githubRecordDeployment.recordDeployment,
  githubRunAction.runAction,
  hostsRestart.restart,
  httpCheck.check,
  httpRequest.request,
  kubernetesDeletePod.deletePod,
  kubernetesExec.exec,
  kubernetesRecreate.recreate,
  kubernetesRestart.restart,
  kubernetesRunJob.runJob,
  kubernetesSetImage.setImage,
  kubernetesSetSecret.setSecret,
  ociAwaitImage.awaitImage,
  ociBuild.build,
  ociTag.tag,
  ociTestCommit.testCommit,
  ociTestImage.testImage,
  rolloutsAwaitHealthy.awaitHealthy,
  rolloutsAwaitPaused.awaitPaused,
  rolloutsPromoteFull.promoteFull,
  serviceCheck.check,
  shellRun.run,
  slackNotify.notify,
  sshRun.run,
  trebuchetDeploy.deploy,
];
