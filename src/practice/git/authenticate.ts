/** HTTP's own way of asking for a name and a password, as git servers and registries do. */
import type { onRequestAsyncHookHandler } from 'fastify';

export interface PracticeLogin {
  readonly username: string;
  readonly password: string;
}

export function authenticate({ username, password }: PracticeLogin): onRequestAsyncHookHandler {
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return async (request, reply) => {
    if (request.headers.authorization === wanted) return undefined;
    return reply
      .status(401)
      .header('www-authenticate', 'Basic realm="practice"')
      .send('authentication required');
  };
}
