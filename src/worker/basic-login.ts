/** HTTP's basic credential; what it is encoded into is kept out of all that is printed, as the password is. */
import { registerSecret } from './secrets.ts';

export const basicLogin = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${registerSecret(Buffer.from(`${username}:${password}`).toString('base64'))}`;
