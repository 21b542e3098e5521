export { bumpSubmodule } from './bumpSubmodule.ts';
export { changeFile } from './changeFile.ts';
export { fastForward } from './fastForward.ts';
export { reset } from './reset.ts';
export { tag } from './tag.ts';
