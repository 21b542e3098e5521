/** The address of a page that is asked for without a login. */
import { z } from 'zod';

/** A plan is read by everybody, and so is an error that names the address. */
export const openUrlSchema = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !holdsLogin(text), 'must hold no user and no password: everybody can read it');

export function holdsLogin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}
