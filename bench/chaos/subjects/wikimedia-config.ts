/** The configuration of a service of Wikimedia's: another font to the hosts of production; and a host that does not come back with it. */
import { fontKey, fonts } from '../../../src/practice/wikimedia/options.ts';
import type { Subject, Voyage } from '../subject.ts';
import { badHost, wikimediaServices } from './wikimedia-services.ts';

const change: Omit<Voyage, 'name' | 'outcome'> = {
  environment: 'production',
  version: 'T114000',
  startedBy: 'maria',
  input: { key: fontKey, value: fonts.other },
};

export const wikimediaConfig: Subject = {
  ...wikimediaServices,
  name: 'wikimedia-config',
  voyages: [{ ...change, name: 'production', outcome: 'succeeded' }],
};

export const wikimediaConfigFailing: Subject = {
  ...wikimediaConfig,
  world: badHost,
  voyages: [{ ...change, name: 'production-bad-host', outcome: 'rolled-back' }],
};
