/** What a scenario must show, read from the plan, the journal and the snapshots. Each gives what is wrong; nothing is good. */
import type { JournalEntry } from '../../../practice/journal.ts';
import { childrenOf } from '../../../runbook/children.ts';
import type { PlanNode } from '../../../runbook/plan.ts';
import { evidenceOf } from '../../evidence-of.ts';
import type { ReleaseEnd } from '../../release-end.ts';

/** Admin is through before app begins. */
export const adminFirst = (end: ReleaseEnd): string[] => [
  ...inPlan(end, 'admin-healthy', 'sync-app'),
  ...inJournal(end, ['application.sync', 'admin'], ['application.sync', 'app']),
];

/** App is on all pods before admin begins. */
export const appFirst = (end: ReleaseEnd): string[] => [
  ...inPlan(end, 'app-healthy', 'sync-admin'),
  ...inJournal(end, ['rollout.promote-full', 'app'], ['application.sync', 'admin']),
];

/** A release that was rolled back was so for the odds of a comparison: no alarm, no threshold, no person. */
export function byEvidence({ result: { outcome, why }, view, environment }: ReleaseEnd): string[] {
  if (outcome !== 'rolled-back') return [];
  const harmful = evidenceOf(view).filter(
    ({ verdict, harm, failsAt }) => verdict === 'fail' && harm >= failsAt,
  );
  if (harmful.some(({ says }) => byOdds.test(says) && why.includes(says))) return [];
  return [`${environment}: it was not rolled back for the odds of harm: ${why}`];
}

/** What an alarm says begins otherwise. */
const byOdds = /^(errors|slower than [^:]*): .*; odds \S+ to 1 against chance$/;

/** Production's canary was found healthy, by the odds, before its time was over. */
export function passedByEvidence({ result: { outcome }, view, environment }: ReleaseEnd): string[] {
  if (environment !== 'prod' || outcome !== 'succeeded') return [];
  if (evidenceOf(view).some(({ verdict, health, passesAt }) => verdict === 'pass' && health >= passesAt))
    return [];
  return [`${environment}: nothing shows that the canary was found healthy by evidence`];
}

function inPlan({ view, environment }: ReleaseEnd, first: string, second: string): string[] {
  const { plan } = view;
  if (plan !== undefined && comesBefore(plan.root, first, second)) return [];
  return [`${environment}: the plan does not put ${first} before ${second}`];
}

/** Whether a sequence holds both, and `first` in an earlier part of it. */
export function comesBefore(node: PlanNode, first: string, second: string): boolean {
  const children = childrenOf(node);
  const at = (id: string) => children.findIndex((child) => holds(child, id));
  const [a, b] = [at(first), at(second)];
  const common = children[a];
  if (common === undefined || b < 0) return false;
  if (a === b) return comesBefore(common, first, second);
  return node.type === 'sequence' && a < b;
}

const holds = (node: PlanNode, id: string): boolean =>
  node.id === id || childrenOf(node).some((child) => holds(child, id));

type Effect = readonly ['application.sync' | 'rollout.promote-full', 'admin' | 'app'];

function inJournal({ effects, environment }: ReleaseEnd, first: Effect, second: Effect): string[] {
  const target = ([effect, service]: Effect): string =>
    effect === 'application.sync'
      ? `argocd/balrog-${environment}-${service}`
      : `balrog-${environment}/balrog-${service}`;
  const at = (wanted: Effect): number =>
    effects.findIndex((entry: JournalEntry) => entry.effect === wanted[0] && entry.target === target(wanted));
  const [a, b] = [at(first), at(second)];
  if (a >= 0 && b >= 0 && a < b) return [];
  return [`${environment}: the journal does not have ${first.join(' of ')} before ${second.join(' of ')}`];
}
