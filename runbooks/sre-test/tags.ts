/** The tags of sre-test: `latest` and `live` follow, a commit's and a release's stay. Pure. */

/** What dev runs, and what prod runs. */
export const latest = 'latest';
export const live = 'live';

/** An image that nobody has tried yet; whatever carries a commit's own tag has passed its test. */
export const untriedTag = (commit: string): string => `candidate-${commit}`;
/** The whole hash: it is of this commit alone, however long the history grows. */
export const commitTag = (commit: string): string => commit;

const pattern = /^RC(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})$/;

/** `RC20260301_1200`, in UTC. */
export const candidateTag = (at: Date): string => {
  const [date = '', time = ''] = at.toISOString().split('T');
  return `RC${date.replaceAll('-', '')}_${time.slice(0, 5).replace(':', '')}`;
};

/** Whether it tells a time that there is. */
export function isCandidateTag(text: string): boolean {
  const [, year, month, day, hour, minute] = pattern.exec(text) ?? [];
  if (year === undefined) return false;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return !Number.isNaN(at.getTime()) && candidateTag(at) === text;
}
