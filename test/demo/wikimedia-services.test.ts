/** `npm run demo -- --runbook wikimedia-services --yes`, on real hosts, real git and real builds: stops at the host that does not come back, and puts it back. */
import { wikimediaServices } from '../../src/demo/runbooks/wikimedia-services.ts';
import { demonstrates } from '../support/demonstrates.ts';
import { describeWithDeployments } from '../support/real-parts.ts';

demonstrates(
  {
    demonstration: wikimediaServices,
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
