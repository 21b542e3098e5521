/** Secrets come from the environment or from files, never from configuration; each one read is kept out of all that is printed. */
import { readFileSync } from 'node:fs';
import { fatal } from '../activities/errors.ts';
import type { SecretRef } from './config-systems.ts';

const known = new Set<string>();

/** Shorter ones would blank out ordinary words; no credential is that short. */
const shortestScrubbed = 4;

/** The secret, read anew each time, so that a mounted one may be rotated. */
export function resolveSecret(ref: SecretRef): string {
  const secret = 'env' in ref ? process.env[ref.env]?.trim() : readSecretFile(ref.file);
  if (secret === undefined || secret === '') throw missing(ref);
  return registerSecret(secret);
}

/** Makes `scrub` know a secret, and the forms in which requests, URLs and JSON carry it. */
export function registerSecret(secret: string): string {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  for (const form of forms) if (form.length >= shortestScrubbed) known.add(form);
  return secret;
}

/** Replaces every secret that was read so far by `***`; the longest first, as one may contain another. */
export function scrub(text: string): string {
  const longestFirst = [...known].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

const missing = (ref: SecretRef) =>
  'env' in ref
    ? fatal(
        'credentials-missing',
        `The environment variable ${ref.env} is not set on this worker.`,
        `Set ${ref.env} on the worker, restart it, then retry.`,
      )
    : fatal(
        'credentials-missing',
        `The file ${ref.file} can't be read on this worker, or is empty.`,
        `Put the credential into ${ref.file} on the worker, then retry.`,
      );
