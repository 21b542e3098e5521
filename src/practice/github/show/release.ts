/** Releases. */
import type { Release } from '../state.ts';
import { iso, isoOrNull, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showUser } from './user.ts';

export function showRelease(at: Place, release: Release) {
  const url = `${at.api}/releases/${release.id}`;
  const tag = encodeURIComponent(release.tag);
  return {
    url,
    html_url: `${at.html}/releases/tag/${tag}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: `${at.api}/tarball/${tag}`,
    zipball_url: `${at.api}/zipball/${tag}`,
    id: release.id,
    node_id: nodeId('Release', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    created_at: iso(release.createdAt),
    published_at: isoOrNull(release.publishedAt),
    updated_at: iso(release.updatedAt),
    author: showUser(at),
    assets: [],
  };
}
