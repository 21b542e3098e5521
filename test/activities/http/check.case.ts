/** `http.check` in the conformance suite: the practice world itself is asked, under a name that a plan could have. */
import { createRegistry } from '../../../src/practice/oci/index.ts';
import { caseWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';

const service = 'http://lock.example';
const input = { url: `${service}/_world/health`, contains: '"ok":true' };

export const check: ReadCase = {
  kind: 'http.check',
  input,
  endless: { input: { ...input, contains: 'never', settleSeconds: 3600 }, pace: 1 },
  async setUp(pace) {
    const started = await startPracticeSystem(createRegistry, { pace });
    const http = {
      fetch: (url: string, init?: RequestInit) => fetch(url.replace(service, started.url), init),
    };
    return caseWorld(started, { http });
  },
};
