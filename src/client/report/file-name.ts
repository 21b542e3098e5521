/** The usual name of a report. Pure. */
import type { ReleaseView } from '../../workflows/view.ts';

/** Nothing in it can lead out of the folder. */
export const fileNameOf = ({ runbook, environment, version }: ReleaseView): string =>
  `release-${[runbook, environment, version].map(safe).join('-')}.html`;

const safe = (text: string): string => text.replace(/[^A-Za-z0-9._+-]/g, '_').slice(0, 80);
