export { httpProbe } from './httpProbe.ts';
export { newIssues } from './newIssues.ts';
export { prometheusCompare } from './prometheusCompare.ts';
export { prometheusPast } from './prometheusPast.ts';
export { prometheusQuery } from './prometheusQuery.ts';
export { scrapeCompare } from './scrapeCompare.ts';
export { tcpProbe } from './tcpProbe.ts';
