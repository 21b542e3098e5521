/** The object that is watched: the steps, which are bundled into workflows, and the cluster know it. */
import type { ObjectRef } from '../../src/activities/kubernetes/client.ts';

export const watchedRollout: ObjectRef = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  plural: 'rollouts',
  namespace: 'shop',
  name: 'web',
};
