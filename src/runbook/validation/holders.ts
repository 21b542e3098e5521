/** Finds where in a node references may stand, and which schema holds there. */
import type { Catalog } from '../catalog.ts';
import { jsonSchemaOf } from '../json-schema.ts';
import { childInputSchema } from './child-input.ts';
import type { Place } from './places.ts';
import type { Holder } from './references.ts';

/** The values of a node in which references may stand. */
export function holdersOf(place: Place, catalog: Catalog): Holder[] {
  const { node, path } = place;
  const input = [...path, 'input'];
  switch (node.type) {
    case 'sequence':
    case 'parallel':
      return [];
    case 'step': {
      const schema = catalog.step(node.kind)?.input;
      return [{ place, path: input, value: node.input, schema: schema && jsonSchemaOf(schema, 'input') }];
    }
    case 'release':
      return [{ place, path: input, value: node.input, schema: jsonSchemaOf(childInputSchema, 'input') }];
    case 'gate':
      return evidenceOf(place, node.ask.evidence);
    case 'soak':
    case 'guard':
      return [
        ...node.checks.map((check, index) => {
          const schema = catalog.check(check.kind)?.input;
          const at = [...path, 'checks', index, 'input'];
          return { place, path: at, value: check.input, schema: schema && jsonSchemaOf(schema, 'input') };
        }),
        ...evidenceOf(place, node.ask.evidence),
      ];
  }
}

const evidenceOf = (place: Place, evidence: readonly { readonly value: unknown }[]): Holder[] =>
  evidence.map(({ value }, index) => ({
    place,
    path: [...place.path, 'ask', 'evidence', index, 'value'],
    value,
  }));
