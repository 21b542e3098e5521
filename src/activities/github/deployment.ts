/** A deployment as `recordDeployment` leaves it: known again by a marker in its payload. */
import { neverHappened } from '../calls.ts';
import { isRecord } from '../../runbook/json.ts';
import { partsOf } from './names.ts';
import { answer, reading, undoKey, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { deploymentSchema, deploymentsSchema, deploymentStatusesSchema, ignored } from './shapes.ts';

export interface DeploymentPlace {
  readonly repository: string;
  readonly environment: string;
}

export interface NewDeployment extends DeploymentPlace {
  readonly production: boolean;
  readonly description: string;
  readonly url?: string | undefined;
  readonly log?: string | undefined;
}

export interface Found {
  readonly id: number;
  readonly sha: string;
  /** Its latest status; absent: it has none yet. */
  readonly state: string | undefined;
}

const marker = 'slipwayKey';
/** Of an environment's deployments the newest so many are looked at. */
const most = 30;

/** The one that this step has made, whatever became of it. */
export async function ofThisStep(ctx: GithubContext, place: DeploymentPlace): Promise<Found | undefined> {
  const mine = (await newest(ctx, place)).find(({ payload }) => markedWith(payload) === ctx.key);
  return mine && { ...mine, state: await stateOf(ctx, place, mine.id) };
}

/** The newest that is said to be there. */
export async function activeIn(ctx: GithubContext, place: DeploymentPlace): Promise<Found | undefined> {
  for (const { id, sha } of await newest(ctx, place)) {
    const state = await stateOf(ctx, place, id);
    if (state === 'success') return { id, sha, state };
  }
  return undefined;
}

export async function createDeployment(
  ctx: GithubContext,
  { repository, environment, production, description }: NewDeployment,
  sha: string,
): Promise<number> {
  const asked = ctx.clients.github.rest.repos.createDeployment({
    ...partsOf(repository),
    ...writing(ctx),
    ref: sha,
    environment,
    description,
    payload: { [marker]: ctx.key, release: ctx.release.id },
    production_environment: production,
    // It is deployed already: nothing is merged for it, and no check can hold it up.
    auto_merge: false,
    required_contexts: [],
  });
  return (
    await answer(`record a deployment of ${repository} to ${environment}`, ctx, deploymentSchema, asked)
  ).id;
}

export async function setStatus(
  ctx: GithubContext,
  { repository, environment, description = '', url, log }: DeploymentPlace & Partial<NewDeployment>,
  id: number,
  state: 'success' | 'inactive',
  key: string = ctx.key,
): Promise<void> {
  const asked = ctx.clients.github.rest.repos.createDeploymentStatus({
    ...partsOf(repository),
    ...writing(ctx, key),
    deployment_id: id,
    state,
    description,
    ...(url === undefined ? {} : { environment_url: url }),
    ...(log === undefined ? {} : { log_url: log }),
  });
  await answer(`say that the deployment to ${environment} is ${state}`, ctx, ignored, asked);
}

/** Says that ours is not there any more, and what was there before it is; unless somebody has recorded another since. */
export async function takeBack(
  ctx: GithubContext,
  place: DeploymentPlace,
  previous: number | null,
): Promise<string> {
  const ours = await ofThisStep(ctx, place);
  if (ours === undefined) return neverHappened;
  const active = await activeIn(ctx, place);
  if (ours.state !== 'inactive') await setStatus(ctx, place, ours.id, 'inactive', undoKey(ctx));
  const says = `GitHub shows the deployment of ${ours.sha.slice(0, 10)} to ${place.environment} as inactive`;
  const inItsPlace = active === undefined || active.id === ours.id;
  if (previous === null || !inItsPlace || (await stateOf(ctx, place, previous)) !== 'inactive')
    return `${says}.`;
  await setStatus(ctx, place, previous, 'success', undoKey(ctx));
  return `${says}, and the one before it as active again.`;
}

async function newest(ctx: GithubContext, { repository, environment }: DeploymentPlace) {
  const asked = ctx.clients.github.rest.repos.listDeployments({
    ...partsOf(repository),
    environment,
    per_page: most,
    ...reading(ctx),
  });
  return answer(`list the deployments of ${repository} to ${environment}`, ctx, deploymentsSchema, asked);
}

async function stateOf(
  ctx: GithubContext,
  { repository, environment }: DeploymentPlace,
  id: number,
): Promise<string | undefined> {
  const asked = ctx.clients.github.rest.repos.listDeploymentStatuses({
    ...partsOf(repository),
    deployment_id: id,
    per_page: 1,
    ...reading(ctx),
  });
  const doing = `look how the deployment of ${repository} to ${environment} stands`;
  return (await answer(doing, ctx, deploymentStatusesSchema, asked))[0]?.state;
}

/** GitHub gives a payload back as it was sent, or as text. */
function markedWith(payload: unknown): unknown {
  if (typeof payload === 'string') {
    try {
      return markedWith(JSON.parse(payload) as Record<string, unknown>);
    } catch {
      return undefined;
    }
  }
  return isRecord(payload) ? payload[marker] : undefined;
}
