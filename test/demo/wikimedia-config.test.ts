/** `npm run demo -- --runbook wikimedia-config --yes`, on real hosts and real git: stops at the host that does not come back, and puts it back. */
import { wikimediaConfig } from '../../src/demo/runbooks/wikimedia-config.ts';
import { demonstrates } from '../support/demonstrates.ts';
import { describeWithDeployments } from '../support/real-parts.ts';

demonstrates(
  {
    demonstration: wikimediaConfig,
    failure: 'host-does-not-come-back',
    ends: {
      happy: [
        ['production', 'succeeded'],
        ['deployment-prep', 'succeeded'],
      ],
      failure: [['production', 'rolled-back']],
    },
    describe: describeWithDeployments,
  },
  // What the world has afterwards is among what the scenario shows.
  () => undefined,
);
