/** The shipped runbooks' releases, each in a practice world of its own in which it can be carried out. */
import type { Json } from '../../src/runbook/json.ts';
import type { RunningWorld } from '../../src/practice/server.ts';
import type { LoadedConfig } from '../../src/worker/load-config.ts';
import { image as repository } from '../../src/practice/sre-test/options.ts';
import { fontKey, fonts } from '../../src/practice/wikimedia/options.ts';
import { startBalrog } from './balrog.ts';
import type { StartedBalrog } from './balrog.ts';
import { startCjworkbench } from './cjworkbench.ts';
import { eventually } from './eventually.ts';
import { describeWithDeployments, describeWithImages } from './real-parts.ts';
import { relabelled } from './relabelled.ts';
import { startSreTest } from './sre-test.ts';
import type { StartedSreTest } from './sre-test.ts';
import { startWikimedia } from './wikimedia.ts';

/** The newest commit in CJWorkbench’s practice world. */
const newestOfCjworkbench = '2373622dcec8';

/** What staging runs there from the start. */
const ranInStaging = 'df0987da722c';

/** The newest commit of the service in Wikimedia’s practice world. */
const newestOfMathoid = '3751f1da56a9';

/** The tip of master in sre-test's practice world. */
const newest = 'dbcfc6abe46ce06177f7b70a9935fe618fc825c7';

export interface ShippedWorld {
  readonly world: RunningWorld;
  readonly loaded: LoadedConfig;
  stop(): Promise<void>;
}

export interface ShippedRelease {
  readonly runbook: string;
  readonly environment: string;
  readonly version: string;
  readonly input: Readonly<Record<string, Json>>;
  /** How many steps and gates its plan has at least, and how many of them are undone when it is turned back at the last. */
  readonly least: { readonly points: number; readonly undone: number };
  /** Who runs its tests: where the machine lacks its programs, `describe.skip`. Default `describe`. */
  readonly describe?: (name: string, body: () => void) => void;
  /** Places of the world's snapshot that differ once a node is done and undone, where its plan says that something stays. */
  readonly stays: Readonly<Record<string, RegExp>>;
  world(): Promise<ShippedWorld>;
}

export const shipped: readonly ShippedRelease[] = [
  {
    runbook: 'balrog',
    environment: 'stage',
    version: '3.111',
    input: { watchFor: '500ms', every: '500ms' },
    least: { points: 11, undone: 6 },
    stays: {
      'create-release': /^oci\.mozilla\/balrog(agent)?\.v3\.111:/,
      'pull-and-push': /^oci\.webservices\/balrog(agent)?\.v3\.111:/,
    },
    world: startBalrog,
  },
  {
    runbook: 'balrog',
    environment: 'prod',
    version: '3.111',
    input: { watchFor: '500ms', every: '500ms' },
    least: { points: 11, undone: 6 },
    stays: {},
    world: afterStage,
  },
  {
    runbook: 'cjworkbench',
    environment: 'staging',
    version: newestOfCjworkbench,
    input: {},
    least: { points: 10, undone: 9 },
    stays: { migrate: /^kubernetes\.kept\.staging\.migrations/ },
    world: startCjworkbench,
  },
  {
    runbook: 'cjworkbench',
    environment: 'production',
    version: ranInStaging,
    input: {},
    least: { points: 10, undone: 9 },
    stays: { migrate: /^kubernetes\.kept\.production\.migrations/ },
    world: startCjworkbench,
  },
  {
    runbook: 'sre-test',
    environment: 'dev',
    version: newest,
    input: {},
    least: { points: 7, undone: 4 },
    describe: describeWithImages,
    stays: {},
    world: startSreTest,
  },
  {
    runbook: 'sre-test',
    environment: 'prod',
    version: newest,
    input: { rc: 'RC20260401_1200' },
    least: { points: 7, undone: 5 },
    describe: describeWithImages,
    stays: {},
    world: afterDev,
  },
  {
    runbook: 'wikimedia-services',
    environment: 'deployment-prep',
    version: newestOfMathoid,
    input: {},
    least: { points: 6, undone: 4 },
    describe: describeWithDeployments,
    stays: {},
    world: startWikimedia,
  },
  {
    runbook: 'wikimedia-config',
    environment: 'deployment-prep',
    version: 'T114000',
    input: { key: fontKey, value: fonts.other },
    least: { points: 8, undone: 6 },
    describe: describeWithDeployments,
    stays: {},
    world: startWikimedia,
  },
];

/** What a release to dev leaves behind: the commit's image, tried and tagged. What is in it is no matter here, but that it says of which commit it is. */
async function afterDev(): Promise<StartedSreTest> {
  const sreTest = await startSreTest();
  const { oci } = sreTest.clients('dev');
  const labels = { 'org.opencontainers.image.revision': newest };
  await relabelled(oci, { repository, from: 'latest', to: newest }, labels);
  return sreTest;
}

/** What a release to stage leaves behind: the tag, the images, and the action that has run for them. */
async function afterStage(): Promise<StartedBalrog> {
  const balrog = await startBalrog();
  const { url, github, registry } = balrog;
  const repository = `${url}/github/repos/mozilla-releng/balrog`;
  const sha = github.state().repositories['mozilla-releng/balrog']?.branches['main'];
  await post(`${repository}/git/refs`, { ref: 'refs/tags/v3.111', sha });
  for (const image of ['mozilla/balrog', 'mozilla/balrogagent']) registry.push(image, 'v3.111');
  await post(`${repository}/actions/workflows/docker-push.yml/dispatches`, {
    ref: 'main',
    inputs: { image_tag: 'v3.111', 'slipway-key': 'stage' },
  });
  await eventually(
    () => Promise.resolve(registry.snapshot()),
    (images) => JSON.stringify(images).split('v3.111').length > 4,
  );
  return balrog;
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'token practice' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}
