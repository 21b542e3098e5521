export { mergeChange } from './mergeChange.ts';
export { reviewChange } from './reviewChange.ts';
export { submitChange } from './submitChange.ts';
