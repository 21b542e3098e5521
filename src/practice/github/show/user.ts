/** Users: everybody here is one practice user. */
import type { Place } from './place.ts';
import { nodeId } from './place.ts';

export function showUser({ root }: Pick<Place, 'root'>, login = 'practice') {
  const url = `${root}/users/${login}`;
  return {
    login,
    id: 1,
    node_id: nodeId('User', login),
    avatar_url: `${root}/avatars/${login}`,
    gravatar_id: '',
    url,
    html_url: `${root}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

/** `GET /user`: the one who asks. */
export const showSelf = (root: string) => ({
  ...showUser({ root }),
  user_view_type: 'private',
  name: 'Practice',
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  private_gists: 0,
  total_private_repos: 0,
  owned_private_repos: 0,
  disk_usage: 0,
  collaborators: 0,
  two_factor_authentication: true,
});

/** Author or committer of a commit. */
export const showGitUser = (name: string, date: string) => ({ name, email: `${name}@example.invalid`, date });
