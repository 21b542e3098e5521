export { awaitImage } from './awaitImage.ts';
export { build } from './build.ts';
export { tag } from './tag.ts';
export { testCommit } from './testCommit.ts';
export { testImage } from './testImage.ts';
