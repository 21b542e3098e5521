export { practiceApp } from './system.ts';
