/** One service of CJWorkbench restarted, while another release has its environment: it waits, and has it in turn. */
import type { Rival, Subject, Voyage } from '../subject.ts';

const rival: Omit<Rival, 'ends'> = {
  runbook: 'cjworkbench-clear-render-cache',
  version: 'monday',
  startedBy: 'sam',
  input: {},
  gate: 'accept-cost',
};

const restart: Omit<Voyage, 'name' | 'rival'> = {
  environment: 'staging',
  version: 'frontend',
  startedBy: 'maria',
  input: {},
  outcome: 'succeeded',
};

export const lease: Subject = {
  name: 'cjworkbench-restart',
  world: 'cjworkbench',
  config: 'runbooks/practice/cjworkbench/slipway.config.ts',
  moves: 'no',
  voyages: [
    { ...restart, name: 'queued', rival: { ...rival, ends: 'approved' } },
    { ...restart, name: 'after-terminated', rival: { ...rival, ends: 'terminated' } },
  ],
};
