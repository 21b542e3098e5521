/** A Deployment of which never two pods may be alive: its own strategy keeps that promise, whatever becomes of the worker. */
import { fatal } from '../errors.ts';
import type { DeploymentView } from './deployment.ts';

/** Refuses one that would have two alive for a while; `where` names it. */
export function mustBeSingleton({ replicas, strategy }: DeploymentView, where: string): void {
  if (replicas > 1) throw fatal('refused', `${where} has ${replicas} replicas: it is no singleton.`, remedy);
  if (strategy !== 'Recreate')
    throw fatal(
      'refused',
      `${where} has the strategy ${strategy}: two of it would be alive for a while.`,
      remedy,
    );
}

const remedy =
  'Give the Deployment one replica and the strategy Recreate (spec.strategy.type), then retry; or use kubernetes.setImage, or kubernetes.restart without `singleton`, if two may be alive.';
