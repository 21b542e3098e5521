export { deploy } from './deploy.ts';
