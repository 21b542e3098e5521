export { createTraffic } from './traffic.ts';
export type { Behaviour, LiveVersion, Load, Traffic, TrafficOptions } from './model.ts';
