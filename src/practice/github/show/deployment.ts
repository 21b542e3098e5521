/** Deployments and their statuses. */
import type { Deployment, DeploymentStatus } from '../state.ts';
import { iso, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showUser } from './user.ts';

export function showDeployment(at: Place, deployment: Deployment) {
  const url = `${at.api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: showUser(at),
    created_at: iso(deployment.at),
    updated_at: iso(deployment.statuses.at(-1)?.at ?? deployment.at),
    statuses_url: `${url}/statuses`,
    repository_url: at.api,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  };
}

export function showDeploymentStatus(at: Place, { id }: Deployment, status: DeploymentStatus) {
  const deployment = `${at.api}/deployments/${id}`;
  return {
    url: `${deployment}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: showUser(at),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: iso(status.at),
    updated_at: iso(status.at),
    deployment_url: deployment,
    repository_url: at.api,
  };
}
