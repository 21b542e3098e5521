/** Arbitrary valid plans for property tests: any tree, with references to whatever is complete before. */
import fc from 'fast-check';
import { gate, guard, parallel, release, sequence, soak } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { refs } from '../../src/runbook/reference.ts';
import { announce, build, look, rate, sync } from './catalog.ts';

const approvers = { roles: ['releng'], people: ['ann', 'bob', 'cat'] };

/** A tree's shape, before ids and references are given. */
interface Sketch {
  readonly type:
    'sequence' | 'parallel' | 'guard' | 'build' | 'sync' | 'look' | 'announce' | 'gate' | 'soak' | 'release';
  readonly title: string;
  /** Chooses among what may be referred to. */
  readonly pick: number;
  readonly children: readonly Sketch[];
}

const title = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const leaf = fc.record<Sketch>({
  type: fc.constantFrom('build', 'sync', 'look', 'look', 'announce', 'gate', 'soak', 'release'),
  title,
  pick: fc.nat(),
  children: fc.constant([]),
});

const { tree } = fc.letrec<{ tree: Sketch }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'plan' },
    leaf,
    fc.record<Sketch>({
      type: fc.constantFrom('sequence', 'sequence', 'parallel', 'guard'),
      title,
      pick: fc.nat(),
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 4, depthIdentifier: 'plan' }),
    }),
  ),
}));

const root = fc.record<Sketch>({
  type: fc.constant('sequence'),
  title,
  pick: fc.nat(),
  children: fc.array(tree, { minLength: 1, maxLength: 4 }),
});

const json = fc
  .jsonValue({ depthSize: 'small', noUnicodeString: false })
  .filter((value) => !/\$ref|__proto__/.test(JSON.stringify(value)));
const facts = fc.array(
  fc.record({ title: fc.string(), value: json, evidence: fc.array(fc.string(), { maxLength: 2 }) }),
  { maxLength: 3 },
);

/** Plans of the catalog in `catalog.ts`, valid whoever starts them. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    root,
    facts,
    warnings: fc.array(fc.string(), { maxLength: 2 }),
    input: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), json, { maxKeys: 3 }),
  })
  .map(({ root: sketch, facts: found, warnings, input }) => {
    const plan = {
      format: planFormat,
      runbook: 'arbitrary',
      environment: 'stage',
      version: '1.2',
      input,
      facts: found.map((fact, index) => ({ id: `fact-${index}`, ...fact })),
      warnings,
      root: realise(sketch).node,
    };
    return JSON.parse(JSON.stringify(plan)) as Plan;
  });

function realise(sketch: Sketch): BuiltNode {
  let count = 0;
  const newId = () => `n${(count += 1)}`;

  /** `texts` are references to texts that are complete before. */
  const make = (
    { type, title: name, pick, children }: Sketch,
    texts: readonly string[],
  ): { built: BuiltNode; gives: string[] } => {
    const id = newId();
    const text = texts.length === 0 ? 'main' : refs<string>(texts[pick % texts.length] ?? '');
    const checks = [rate({ query: text }, { id: 'rate', title: name, max: pick % 7 })];
    switch (type) {
      case 'sequence': {
        const gives: string[] = [];
        const nodes = children.map((child) => {
          const made = make(child, [...texts, ...gives]);
          gives.push(...made.gives);
          return made.built;
        });
        return { built: sequence(name, nodes, { id }), gives };
      }
      case 'parallel': {
        const made = children.map((child) => make(child, texts));
        const limit = pick % 3 === 0 ? {} : { limit: (pick % 3) + 1 };
        return {
          built: parallel(
            name,
            made.map(({ built }) => built),
            { id, ...limit },
          ),
          gives: made.flatMap(({ gives }) => gives),
        };
      }
      case 'guard': {
        const inside = make({ type: 'sequence', title: name, pick, children }, texts);
        return {
          built: guard(name, { id, checks, atLeast: '2m', ask: { approvers } }, inside.built),
          gives: inside.gives,
        };
      }
      case 'build':
        return {
          built: build({ source: text }, { id, title: name }),
          gives: [`${id}.digest`, `${id}.origin.commit`],
        };
      case 'sync':
        return {
          built: sync({ revision: text, replicas: pick % 9 }, { id, title: name, required: pick % 2 === 0 }),
          gives: [`${id}.revision`],
        };
      case 'look':
        return { built: look({ at: { here: [text] } }, { id, title: name }), gives: [] };
      case 'announce':
        return { built: announce({ text }, { id, title: name }), gives: [`${id}.link`] };
      case 'gate': {
        const questions = { why: { type: 'text', title: 'Why?' } } as const;
        const evidence = [{ title: 'Seen', value: text }];
        const options = {
          id,
          instructions: name,
          approvers,
          questions,
          evidence,
          quorum: (pick % 2) + 1,
          notStarter: pick % 3 === 0,
        };
        return { built: gate(name, options), gives: [`${id}.answers.why`] };
      }
      case 'soak':
        return {
          built: soak(name, { id, for: `${(pick % 60) + 1}m`, checks, ask: { approvers } }),
          gives: [],
        };
      case 'release':
        return {
          built: release(name, { id, runbook: 'child', input: { environment: 'stage', version: text } }),
          gives: [`${id}.outputs.x.y`, `${id}.id`],
        };
    }
  };
  return make(sketch, []).built;
}
