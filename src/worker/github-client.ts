/** The GitHub client: plain Octokit, without plugins that retry or throttle. */
import { Octokit } from '@octokit/rest';
import { permit, userAgent } from './http-client.ts';
import type { Access } from './http-client.ts';

const silent = () => undefined;

export function createGithubClient(url: string, token: string, access: Access): Octokit {
  const octokit = new Octokit({
    auth: token,
    baseUrl: url,
    userAgent,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  octokit.hook.before('request', (options) => permit(access, options.method, options.url));
  return octokit;
}
