/**
 * A node of RabbitMQ seems stuck: all three are diagnosed, a person looks and says which, and that pod, not its controller, is deleted.
 * The version is a name for this time, such as the day.
 */
import { defineRunbook, gate, parallel, sequence, z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import { kubernetes } from 'slipway/steps';
import { settingsOf } from '../settings.ts';
import type { Settings } from '../settings.ts';

const nodes = [0, 1, 2] as const;
const well = 'Found 0 suspicious processes';

export default defineRunbook({
  name: 'cjworkbench-rabbitmq',
  summary: 'Find the stuck node of CJWorkbench’s RabbitMQ, and restart that one.',
  input: z.strictObject({
    environment: z.enum(['staging', 'production']).describe('Where'),
    version: z.string().min(1).describe('A name for this time, such as the day: 2026-03-01'),
  }),
  plan(_, facts) {
    const settings = settingsOf(facts);
    const pods = nodes.map((node) => `${settings.rabbitmq}-${node}`);
    const diagnoses = pods.map((pod, node) =>
      kubernetes.exec(
        // A node that is stuck may not answer even this.
        { ...diagnosis(settings), pod, exitCodes: 'any' },
        { id: `diagnose-${node}`, title: `Ask ${pod} whether it is stuck` },
      ),
    );
    const confirmed = confirm(
      settings,
      facts,
      pods.flatMap((pod, node) => [
        { title: pod, value: { $ref: `diagnose-${node}.stdout` } },
        { title: `${pod}, what it complained of`, value: { $ref: `diagnose-${node}.stderr` } },
      ]),
      pods,
    );
    return sequence(`RabbitMQ in ${facts.environment.title}`, [
      parallel('Diagnose all nodes', diagnoses, { id: 'diagnose' }),
      confirmed,
      kubernetes.deletePod(
        {
          namespace: settings.namespace,
          pod: confirmed.output.answers.stuck,
          seen: diagnoses.map(({ output: { pod, uid } }) => ({ pod, uid })),
        },
        { id: 'restart-node', title: 'Delete the stuck pod, and see it come back' },
      ),
      kubernetes.exec(
        { ...diagnosis(settings), pod: confirmed.output.answers.stuck, contains: well },
        { id: 'recovered', title: 'See that it is stuck no more' },
      ),
    ]);
  },
});

const diagnosis = ({ namespace }: Settings) => ({
  namespace,
  command: ['rabbitmq-diagnostics', 'maybe_stuck'],
});

const confirm = (
  { approverRole, namespace, rabbitmq }: Settings,
  facts: Facts<Planning>,
  evidence: { title: string; value: { $ref: string } }[],
  choices: string[],
) =>
  gate('Say which node is stuck', {
    id: 'which',
    approvers: facts.people(approverRole),
    instructions:
      'A stuck node takes connections and answers heartbeats, but completes no login, and it has logged nothing for long ' +
      `(kubectl -n ${namespace} logs ${rabbitmq}-0 --tail 5, and so for the others). maybe_stuck then finds suspicious processes by the ` +
      'thousand, as below. Approve with the node that is surely stuck: its pod is deleted, and another comes in its place. ' +
      'Reject if none is: then nothing is touched.',
    evidence,
    questions: { stuck: { type: 'choice', title: 'Which node is stuck?', choices } },
    onReject: 'abort',
  });
