export { restart } from './restart.ts';
