/** The renderings of a plan. */
export { renderTree } from './render-tree.ts';
export type { Paint } from './render-tree.ts';
export { renderMarkdown } from './render-markdown.ts';
