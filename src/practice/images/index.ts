export { practiceImages } from './system.ts';
export type { PracticeImages, PracticeImagesOptions } from './system.ts';
export { seedDigest } from './seed.ts';
export type { ImageSeed } from './seed.ts';
