/** A repository in full; places that need less get the same. */
import { iso, nodeId } from './place.ts';
import type { Place } from './place.ts';
import { showUser } from './user.ts';

/** Every `<stem>_url` that is simply `<api>/<path>`. */
const paths: Readonly<Record<string, string>> = {
  archive: '{archive_format}{/ref}',
  assignees: 'assignees{/user}',
  blobs: 'git/blobs{/sha}',
  branches: 'branches{/branch}',
  collaborators: 'collaborators{/collaborator}',
  comments: 'comments{/number}',
  commits: 'commits{/sha}',
  compare: 'compare/{base}...{head}',
  contents: 'contents/{+path}',
  contributors: 'contributors',
  deployments: 'deployments',
  downloads: 'downloads',
  events: 'events',
  forks: 'forks',
  git_commits: 'git/commits{/sha}',
  git_refs: 'git/refs{/sha}',
  git_tags: 'git/tags{/sha}',
  hooks: 'hooks',
  issue_comment: 'issues/comments{/number}',
  issue_events: 'issues/events{/number}',
  issues: 'issues{/number}',
  keys: 'keys{/key_id}',
  labels: 'labels{/name}',
  languages: 'languages',
  merges: 'merges',
  milestones: 'milestones{/number}',
  notifications: 'notifications{?since,all,participating}',
  pulls: 'pulls{/number}',
  releases: 'releases{/id}',
  stargazers: 'stargazers',
  statuses: 'statuses/{sha}',
  subscribers: 'subscribers',
  subscription: 'subscription',
  tags: 'tags',
  teams: 'teams',
  trees: 'git/trees{/sha}',
};

export function showRepository(at: Place) {
  const { repository, api, html } = at;
  const urls = Object.fromEntries(
    Object.entries(paths).map(([stem, path]) => [`${stem}_url`, `${api}/${path}`]),
  );
  return {
    ...urls,
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    owner: showUser(at, repository.owner),
    private: false,
    html_url: html,
    url: api,
    git_url: `${html}.git`,
    ssh_url: `${html}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    description: null,
    fork: false,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    visibility: 'public',
    archived: false,
    disabled: false,
    ...counts,
    ...features,
    pushed_at: iso(repository.createdAt),
    created_at: iso(repository.createdAt),
    updated_at: iso(repository.createdAt),
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
  };
}

const counts = {
  forks: 0,
  forks_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  subscribers_count: 0,
  network_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  size: 1,
};

const features = {
  has_issues: true,
  has_projects: false,
  has_wiki: false,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  is_template: false,
  topics: [],
};
