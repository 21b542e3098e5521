/** Errors as GitHub words them. Routes throw them; the front turns them into replies. */

export class GithubError extends Error {
  override readonly name = 'GithubError';
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = {
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
      ...more,
    };
  }
}

export const notFound = (): GithubError => new GithubError(404, 'Not Found');
export const unauthorized = (): GithubError => new GithubError(401, 'Requires authentication');
export const forbidden = (needs = 'contents=write'): GithubError =>
  new GithubError(
    403,
    'Resource not accessible by personal access token',
    {},
    { 'x-accepted-github-permissions': needs },
  );
export const conflict = (message: string): GithubError => new GithubError(409, message);
export const unprocessable = (message: string): GithubError => new GithubError(422, message);

interface Invalid {
  readonly resource: string;
  readonly field: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'custom';
  readonly message?: string;
}

export const invalid = (...errors: readonly Invalid[]): GithubError =>
  new GithubError(422, 'Validation Failed', { errors });

export const primaryLimit = (resetSeconds: number): GithubError =>
  new GithubError(
    403,
    'API rate limit exceeded for user ID 1.',
    {},
    { 'x-ratelimit-reset': String(resetSeconds) },
  );

export const secondaryLimit = (retryAfterSeconds: number): GithubError =>
  new GithubError(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {},
    { 'retry-after': String(Math.ceil(retryAfterSeconds)) },
  );
