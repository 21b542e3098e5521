export { check } from './check.ts';
export { request } from './request.ts';
