/** What may be asked of sre-test's practice world when it begins. */

export interface SreTestOptions {
  /** What the newest commit of master is: `bad-image` passes its tests, and its image does not start; `bad-code` fails them. Default `good`. */
  readonly newest?: 'good' | 'bad-image' | 'bad-code';
}

export const repository = 'kaathewise/birthday-app';
export const image = 'sre-test-203806/birthday-app';
/** What the app is built from: a busybox, and nothing else. */
export const baseImage = 'base/busybox';
export const deployment = 'birthday-app';

export const environments = ['dev', 'prod'] as const;
export type SreTestEnvironment = (typeof environments)[number];
export const namespaceOf = (environment: SreTestEnvironment): string => `birthday-${environment}`;

/** What prod's release tag was, long ago. */
export const earlierRelease = 'RC20260301_1200';
export const practiceUser = 'practice';
