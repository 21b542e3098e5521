/** What was weighed in a release. */
import type { CheckEvidence } from '../activities/calls.ts';
import type { ReleaseView } from '../workflows/view.ts';

export const evidenceOf = ({ nodes }: ReleaseView): readonly CheckEvidence[] =>
  nodes.flatMap(({ evidence = [] }) => evidence);
