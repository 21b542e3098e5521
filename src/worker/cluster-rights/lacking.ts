/** What of a need the worker's account may not do, by the cluster's own word, and the rule that would grant it. */
import type { ClusterRight, KubernetesClient } from '../../activities/kubernetes/client.ts';
import type { ClusterNeed } from '../../activities/kubernetes/rights.ts';

export interface Lacking {
  readonly says: string;
  readonly rule: string;
}

/** Undefined: nothing is missing. */
export async function lackingOf(
  kubernetes: Pick<KubernetesClient, 'may'>,
  asked: ClusterNeed,
  signal: AbortSignal,
): Promise<Lacking | undefined> {
  const allowed = await Promise.all(asked.verbs.map((verb) => kubernetes.may(rightOf(asked, verb), signal)));
  const verbs = asked.verbs.filter((_, index) => allowed[index] === false);
  if (verbs.length === 0) return undefined;
  const { group, resource, namespace } = asked;
  const where = namespace === undefined ? 'in all namespaces' : `in the namespace ${namespace}`;
  return {
    says: `the worker’s account may not ${verbs.join(', ')} ${resource} ${where}`,
    rule: `{ apiGroups: ["${group}"], resources: ["${resource}"], verbs: [${verbs.map((verb) => `"${verb}"`).join(', ')}] }`,
  };
}

function rightOf({ group, resource, namespace }: ClusterNeed, verb: string): ClusterRight {
  const [plural = '', subresource] = resource.split('/');
  return {
    verb,
    group,
    resource: plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
