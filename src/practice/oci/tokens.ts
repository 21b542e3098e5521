/** Bearer tokens of the registry, as its token service gives them out: short-lived, one scope each, lost on a restart. */
import { randomBytes } from 'node:crypto';

export interface Credential {
  readonly username: string;
  readonly password: string;
}

export interface Token {
  /** The repository that may be pulled; empty: none. */
  readonly repository: string;
  /** Given to somebody with a credential. */
  readonly privileged: boolean;
  readonly expires: number;
}

export const tokenLifeSeconds = 300;

export interface Tokens {
  issue(repository: string, privileged: boolean): string;
  find(authorization: string | undefined): Token | undefined;
}

export function openTokens(): Tokens {
  const issued = new Map<string, Token>();
  return {
    issue(repository, privileged) {
      const token = randomBytes(24).toString('base64url');
      issued.set(token, { repository, privileged, expires: Date.now() + tokenLifeSeconds * 1000 });
      return token;
    },
    find(authorization) {
      const token = issued.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
      return token !== undefined && token.expires > Date.now() ? token : undefined;
    },
  };
}

/** `anonymous` without the header, undefined if what it says is wrong. */
export function checkBasic(
  authorization: string | undefined,
  credential: Credential,
): 'anonymous' | 'privileged' | undefined {
  if (authorization === undefined) return 'anonymous';
  const encoded = /^Basic (.+)$/i.exec(authorization)?.[1] ?? '';
  const given = Buffer.from(encoded, 'base64').toString();
  return given === `${credential.username}:${credential.password}` ? 'privileged' : undefined;
}
