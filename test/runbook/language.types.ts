/* eslint @typescript-eslint/no-unsafe-assignment: off -- what must not compile has no type */
/** What must and what must not compile in a runbook. Checked by `tsc`; nothing of it runs. */
import { defineRunbook } from '../../src/activities/planning.ts';
import { gate, guard, parallel, release, sequence, soak } from '../../src/runbook/builders.ts';
import { everybody } from '../../src/runbook/audience.ts';
import type { Ref, Refs, WithRefs } from '../../src/runbook/reference.ts';
import { z } from 'zod';
import { build, rate, sync } from '../support/catalog.ts';

const { output } = build({ source: 'main' });

export const fitting = [
  sync({ revision: output.digest }),
  sync({ revision: output.origin.commit, replicas: output.bytes }),
  sync({ revision: output.digest, channel: output.channel }),
  sync({ revision: output.digest, comment: output.notes, items: output.layers, origin: output.origin }),
  sync({ revision: output.digest, items: [{ digest: output.digest }, { digest: 'sha256:0' }] }),
  sync({ revision: output.digest, target: { cluster: output.digest } }),
  sync({ revision: output.digest, target: output.digest }),
  build({ source: 'main', platforms: ['amd64', output.digest] }),
];

export const refused = [
  // @ts-expect-error a number where a text is wanted
  sync({ revision: output.bytes }),
  // @ts-expect-error an object where a text is wanted
  sync({ revision: output.origin }),
  // @ts-expect-error the whole output where a text is wanted
  sync({ revision: output }),
  // @ts-expect-error a field that the output doesn't have
  sync({ revision: output.digets }),
  // @ts-expect-error a field below a text
  sync({ revision: output.digest.length }),
  // @ts-expect-error what may be absent, where a value is needed
  sync({ revision: output.notes }),
  // @ts-expect-error what a record may lack, where a value is needed
  sync({ revision: output.labels['app'] }),
  // @ts-expect-error a text where one of few is wanted
  sync({ revision: output.digest, channel: output.digest }),
  // @ts-expect-error fewer are allowed than may come
  sync({ revision: output.digest, only: output.channel }),
  // @ts-expect-error a list of texts where a list of objects is wanted
  sync({ revision: output.digest, items: [output.digest] }),
  // @ts-expect-error an input that isn't there
  sync({ revision: output.digest, revison: 'x' }),
  // @ts-expect-error nothing where something is needed
  sync({}),
];

const asked = gate('Promote', {
  instructions: 'Look',
  approvers: everybody,
  questions: {
    why: { type: 'text', title: 'Why?' },
    pods: { type: 'number', title: 'How many?' },
    where: { type: 'choice', title: 'Where?', choices: ['stable', 'beta'] },
    more: { type: 'text', title: 'More?', required: false },
  },
});

export const answers = [
  sync({
    revision: asked.output.answers.why,
    replicas: asked.output.answers.pods,
    channel: asked.output.answers.where,
  }),
  sync({ revision: 'x', comment: asked.output.answers.more }),
  // @ts-expect-error a number where a text is wanted
  sync({ revision: asked.output.answers.pods }),
  // @ts-expect-error an answer that may be absent, where a value is needed
  sync({ revision: asked.output.answers.more }),
  // @ts-expect-error a question that is not asked
  sync({ revision: asked.output.answers.when }),
];

const child = release('Stage', {
  runbook: 'stage',
  input: { environment: 'stage', version: output.digest, extra: [1, output.bytes] },
});

export const anything = sync({ revision: child.output.outputs, replicas: child.output.outputs });

const typed = release<{ build: { digest: string; bytes: number } }>('Stage', {
  runbook: 'stage',
  input: { environment: 'stage', version: '1' },
});
export const ofChild = sync({ revision: typed.output.outputs.build.digest });
// @ts-expect-error a number where a text is wanted
sync({ revision: typed.output.outputs.build.bytes });

// @ts-expect-error a child needs its version
release('Stage', { runbook: 'stage', input: { environment: 'stage' } });

type Shape = { kind: 'a'; size: number } | { kind: 'b'; name: string } | undefined;
declare const shape: Refs<Shape>;
export const ofUnion: Ref<'a' | 'b' | undefined> = shape.kind;
export const ofOneMember: Ref<number | undefined> = shape.size;
// @ts-expect-error the union's other members lack it
export const notAlways: Ref<number> = shape.size;

declare const flag: Ref<boolean>;
export const wide: WithRefs<{ flag: boolean; maybe?: string | undefined }> = { flag };
// @ts-expect-error a boolean is no text
export const narrow: WithRefs<{ text: string }> = { text: flag };

export const runbook = defineRunbook({
  name: 'typed',
  input: z.strictObject({ environment: z.enum(['stage']), version: z.string(), count: z.number() }),
  async plan({ environment, count }, facts) {
    const stage: 'stage' = environment;
    const twice: number = count * 2;
    const { data } = await facts.clients.github.rest.repos.getLatestRelease({ owner: 'o', repo: 'r' });
    // @ts-expect-error planning changes nothing
    void facts.clients.github.rest.repos.createRelease;
    // @ts-expect-error nor does it in the cluster
    void facts.clients.kubernetes.mergePatch;
    // @ts-expect-error nor by HTTP
    void facts.clients.http.fetch('https://x.example', { method: 'POST' });
    const kind: 'additive' = facts.record('kind', {
      title: 'Kind',
      value: 'additive',
      evidence: [data.tag_name],
    });
    // @ts-expect-error an input that isn't there
    facts.warn(`${stage} ${twice} ${kind}`, facts.missing);
    return guard(
      'Watch',
      { checks: [rate({ query: 'x' }, { max: 1 })] },
      parallel('All', [sequence('None', [])], { limit: 2 }),
    );
  },
});

const bare = z.strictObject({ environment: z.string() });
// @ts-expect-error every release is of a version
defineRunbook({ name: 'bare', input: bare, plan: () => sequence('None', []) });

// @ts-expect-error a soak takes its time
soak('Watch', { checks: [] });
