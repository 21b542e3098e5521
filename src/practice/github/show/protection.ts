/** Classic protection of a branch, as GitHub shows it. */
import type { Protection } from '../state.ts';
import type { Place } from './place.ts';

export function showProtection(
  { api }: Place,
  branch: string,
  { deletions, forcePushes, reviews, admins }: Protection,
) {
  const url = `${api}/branches/${encodeURIComponent(branch)}/protection`;
  return {
    url,
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: admins },
    ...(reviews
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: false,
            require_code_owner_reviews: false,
            required_approving_review_count: 1,
            require_last_push_approval: false,
          },
        }
      : {}),
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: forcePushes },
    allow_deletions: { enabled: deletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}
