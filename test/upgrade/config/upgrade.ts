/** A release in every state that an upgrade may find one in: done, waiting, parked, asking, soaking, guarded. */
import { defineRunbook, gate, guard, parallel, sequence, soak, z } from 'slipway';
import { github, metrics, oci, slack } from 'slipway/steps';

const repository = 'mozilla-releng/balrog';

export default defineRunbook({
  name: 'upgrade',
  summary: 'Wait in every way there is.',
  input: z.strictObject({
    environment: z.enum(['stage']).describe('Where'),
    version: z.string().describe('The version'),
  }),
  async plan({ version }, facts) {
    const approvers = facts.people('releng');
    const query = 'sum(rate(http_requests_total{environment="stage"}[5s]))';
    const checks = [metrics.prometheusQuery({ query }, { id: 'traffic', min: 0, inconclusiveLimit: 100 })];
    const tag = `v${version}`;
    const say = (text: string, id: string) =>
      slack.notify({ channel: '#balrog', text, thread: true }, { id });
    const image = oci.awaitImage(
      { repository: 'mozilla/balrog', tag: `${tag}-late`, everySeconds: 0.2 },
      { id: 'image' },
    );
    return sequence('All', [
      say('It begins.', 'begin'),
      github.createRelease({ repository, tag, target: 'main' }, { id: 'tag' }),
      parallel('At once', [
        gate('Go on', { instructions: 'Look.', approvers, quorum: 2 }),
        soak('Soak', { for: '25s', interval: '500ms', checks }),
        image,
        github.createRelease({ repository, tag: `${tag}-rc`, target: 'nowhere' }, { id: 'refused' }),
        guard(
          'Watch',
          { checks, interval: '500ms' },
          gate('Inside', {
            instructions: 'Look.',
            approvers,
            evidence: [{ title: 'Since', value: version }],
          }),
        ),
      ]),
      slack.notify({ channel: '#balrog', text: image.output.digest, thread: true }, { id: 'end' }),
    ]);
  },
});
