/** Wikimedia services, their configuration: a value to the hosts of production, then to those of deployment-prep. */
import { fontKey, fonts, groups } from '../../practice/wikimedia/options.ts';
import { wikimediaWorld } from '../../practice/wikimedia/seed.ts';
import { askThroughout } from '../ask-throughout.ts';
import type { Demonstration } from '../demonstration.ts';
import { putBack } from '../put-back.ts';
import { configured, stoppedAtBadHost } from './wikimedia-config/verify.ts';
import { wikimediaServices } from './wikimedia-services.ts';

const version = 'T114000';

export const wikimediaConfig: Demonstration = {
  name: 'wikimedia-config',
  title: 'Mathoid’s configuration',
  introduction: [
    'Mathoid is told another font: in production, then in deployment-prep.',
    'Git, the SSH servers of seven hosts and the service on them are real, on this machine. Gerrit with its reviewers, the agents of',
    'Puppet and systemd are practised, a hundred times as fast as life. The Temporal server is a real one.',
  ],
  config: 'wikimedia-services',
  scenarios: {
    happy: {
      says: 'All goes well.',
      world: (made) => wikimediaWorld()(made),
      faults: [],
      outcomes: { production: 'succeeded', 'deployment-prep': 'succeeded' },
      shows:
        'every host got the value that was reviewed by its own agent, in its turn; agents that were held are free again; and a client that asked throughout saw no failed request.',
      verify: configured,
    },
    'host-does-not-come-back': {
      says: 'The second host of production lacks the font.',
      world: (made) => wikimediaWorld({ hosts: 'does-not-come-back' })(made),
      faults: [],
      outcomes: { production: 'rolled-back' },
      shows:
        'the first host worked, the second was put back at once and the third never touched; then all went back, in review, too; and a client that asked throughout saw no failed request.',
      verify: (end) => [...stoppedAtBadHost(end), ...putBack(end)],
    },
  },
  missing: () => wikimediaServices.missing(),
  start: (environment) => ({
    version,
    input: { environment, version, key: fontKey, value: fonts.other, shows: fonts.other },
  }),
  lookOn: (environment, { url }) =>
    askThroughout(`${url}/lb/${environment in groups ? environment : 'production'}/`),
};
