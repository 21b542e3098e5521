export { httpProbe } from './httpProbe.ts';
export { newIssues } from './newIssues.ts';
export { prometheusQuery } from './prometheusQuery.ts';
