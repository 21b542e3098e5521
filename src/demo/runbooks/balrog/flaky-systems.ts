/** The faults of the scenario `flaky-systems`: each system fails in the ways it does in life, for reads and for effects. */
import type { AskedFault } from '../../../practice/faults.ts';

type Planned = Omit<AskedFault, 'times'>;

const refuse = { type: 'refuse' } as const;
/** The effect happens, and nobody is told. */
const loseReply = { type: 'drop-reply' } as const;
const limit = { type: 'rate-limit', retryAfterSeconds: 1 } as const;
const status = (code: number) => ({ type: 'status', status: code }) as const;

export const flakySystems: readonly Planned[] = [
  // While the plan is made.
  { system: 'github', method: 'GET', path: '/compare/', kind: status(502) },
  { system: 'kubernetes', method: 'GET', path: '/applications/', kind: status(503) },
  // While it is carried out; the registry in both.
  { system: 'github', method: 'POST', path: '/releases$', kind: refuse },
  { system: 'github', method: 'POST', path: '/releases$', kind: loseReply },
  { system: 'github', method: 'GET', path: '/check-runs$', kind: status(502) },
  { system: 'github', method: 'GET', path: '/check-runs$', kind: limit },
  { system: 'github', method: 'POST', path: 'docker-push.yml/dispatches$', kind: loseReply },
  { system: 'github', method: 'POST', path: 'ui-deploy.yml/dispatches$', kind: status(503) },
  { system: 'github', method: 'POST', path: 'ui-deploy.yml/dispatches$', kind: loseReply },
  { system: 'github', method: 'GET', path: '/actions/runs/\\d+$', kind: status(500) },
  { system: 'github', method: 'PUT', path: '/contents/version.txt$', kind: loseReply },
  { system: 'oci', path: '/manifests/', kind: status(503) },
  { system: 'oci', path: '/manifests/', kind: limit },
  { system: 'kubernetes', method: 'PATCH', path: '/applications/', kind: refuse },
  { system: 'kubernetes', method: 'PATCH', path: '/applications/', kind: loseReply },
  { system: 'kubernetes', method: 'PATCH', path: '/rollouts/', kind: status(500) },
  { system: 'kubernetes', method: 'PATCH', path: '/rollouts/', kind: loseReply },
  { system: 'slack', path: '/chat.postMessage$', kind: limit },
  { system: 'slack', path: '/chat.postMessage$', kind: loseReply },
  { system: 'prometheus', kind: status(503) },
  { system: 'sentry', kind: limit },
];
