/** A service of Wikimedia's: the newest commit of its source to the hosts of production; and a host that does not come back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf, refsIn, seedProject } from '../../../src/practice/gerrit/repositories.ts';
import { sourceProject } from '../../../src/practice/wikimedia/options.ts';
import { sourceSeed } from '../../../src/practice/wikimedia/source.ts';
import type { Subject, Voyage } from '../subject.ts';

/** Practised commits have the same hashes in every world. */
async function newest(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'slipway-chaos-source-'));
  try {
    seedProject(root, sourceSeed);
    return (refsIn(pathOf(root, sourceProject))['refs/heads/master'] ?? '').slice(0, 12);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const deploy: Omit<Voyage, 'name' | 'outcome'> = {
  environment: 'production',
  version: newest,
  startedBy: 'maria',
  input: {},
};

/** The second host does not come back: what was done is put back, host by host. */
export const badHost = 'wikimedia-services.host-does-not-come-back';

export const wikimediaServices: Subject = {
  name: 'wikimedia-services',
  world: 'wikimedia-services',
  config: 'runbooks/practice/wikimedia-services/slipway.config.ts',
  moves: 'no',
  voyages: [{ ...deploy, name: 'production', outcome: 'succeeded' }],
};

export const wikimediaServicesFailing: Subject = {
  ...wikimediaServices,
  world: badHost,
  voyages: [{ ...deploy, name: 'production-bad-host', outcome: 'rolled-back' }],
};
