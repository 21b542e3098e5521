export { createSentry } from './sentry.ts';
export type { Sentry, SentryOptions } from './sentry.ts';
