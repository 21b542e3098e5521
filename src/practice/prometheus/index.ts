export { createPrometheus } from './prometheus.ts';
export type { PrometheusOptions } from './prometheus.ts';
