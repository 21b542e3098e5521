/** Drift by Argo CD: whether it has deployed the revision that was recorded. */
import type { Clients } from '../../../activities/clients.ts';
import { applicationRef, isRunning, readApplication } from '../../../activities/argocd/application.ts';
import type { Drift } from '../../../environment/board.ts';
import type { Deployment, SeenAt } from '../../../environment/deployment.ts';
import { changing, drifted, short, unknown, verified } from './states.ts';

export async function applicationDrift(
  { digest }: Pick<Deployment, 'digest'>,
  seenAt: Extract<SeenAt, { type: 'argocd' }>,
  { kubernetes }: Pick<Clients, 'kubernetes'>,
  signal: AbortSignal,
): Promise<Drift> {
  const app = readApplication(await kubernetes.get(applicationRef(seenAt), signal));
  const name = seenAt.application;
  if (isRunning(app) || app.pending !== undefined) return changing(`Argo CD is syncing ${name}`);
  const { revision } = seenAt;
  if (revision === undefined) return byImages(digest, app.images, name);
  if (app.revision === '') return unknown(`Argo CD names no deployed revision of ${name}`);
  if (app.revision !== revision)
    return drifted(`Argo CD has deployed ${short(app.revision)} to ${name}, not ${short(revision)}`);
  if (app.sync === 'OutOfSync' && app.targetRevision === app.revision)
    return drifted(`${name} differs from what Argo CD has deployed: somebody changed it by hand`);
  return verified(`Argo CD has deployed ${short(revision)} to ${name}`);
}

/** Some manifests pin their images: then they tell. */
function byImages(digest: string | undefined, images: readonly string[], name: string): Drift {
  if (digest === undefined) return unknown('the record names neither a revision nor a digest');
  const pinned = images.flatMap((image) => image.split('@')[1] ?? []);
  if (pinned.includes(digest)) return verified(`${name} runs ${short(digest)}`);
  return pinned.length > 0
    ? drifted(`${name} runs ${pinned.map(short).join(', ')}, not ${short(digest)}`)
    : unknown(`the record names no revision, and the images of ${name} are not pinned by digest`);
}
