/** `npm run demo -- --runbook sre-test --yes`, on real git, real builds and a real registry. */
import { expect, test } from '@jest/globals';
import { sreTest } from '../../src/demo/runbooks/sre-test.ts';
import { demonstrates, leavesTheWorldAsItWas } from '../support/demonstrates.ts';
import { describeWithImages } from '../support/real-parts.ts';

demonstrates(
  {
    demonstration: sreTest,
    failure: 'bad-image',
    ends: {
      happy: [
        ['dev', 'succeeded'],
        ['prod', 'succeeded'],
      ],
      failure: [['dev', 'rolled-back']],
    },
    describe: describeWithImages,
  },
  (bad) => {
    leavesTheWorldAsItWas(bad);

    test('stops a bad image before anybody deploys it', () => {
      expect(bad().ends[0]?.effects.map(({ system }) => system)).not.toContain('kubernetes');
    });
  },
);
