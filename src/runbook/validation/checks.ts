/** Checks what a soak or a guard watches: known kinds, fitting input, bounds to hold samples against. */
import type { Catalog, CatalogCheck } from '../catalog.ts';
import type { Check, GuardNode, SoakNode } from '../plan.ts';
import { toMs } from '../plan.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { inputProblems } from './inputs.ts';
import { repeated } from './repeated.ts';

export function watchProblems(node: SoakNode | GuardNode, path: Path, catalog: Catalog): Problem[] {
  const ids = repeated(node.checks.map(({ id }) => id)).map(({ value, index }) => ({
    path: pathText([...path, 'checks', index, 'id']),
    message: `there is a check '${value}' here already`,
    remedy: 'Give each check an id of its own',
  }));
  const interval = {
    path: pathText([...path, 'interval']),
    message: 'must be longer than nothing',
    remedy: 'Say 30s, for instance',
  };
  return [
    ...(toMs(node.interval) > 0 ? [] : [interval]),
    ...ids,
    ...spanProblems(node, path),
    ...node.checks.flatMap((check, index) => checkProblems(check, [...path, 'checks', index], catalog)),
  ];
}

function spanProblems(node: SoakNode | GuardNode, path: Path): Problem[] {
  const unjudged = {
    path: pathText([...path, 'checks']),
    message: 'all of these are only reported, so nothing could ever fail',
    remedy: 'Leave shadow out of one of them',
  };
  const tooLate = {
    path: pathText([...path, 'minimum']),
    message: 'is longer than the soak itself',
    remedy: 'Have it below `for`',
  };
  const late = node.type === 'soak' && node.minimum !== undefined && toMs(node.minimum) > toMs(node.for);
  return [
    ...(node.checks.every(({ shadow }) => shadow === true) ? [unjudged] : []),
    ...(late ? [tooLate] : []),
  ];
}

function checkProblems(check: Check, path: Path, catalog: Catalog): Problem[] {
  const kind = catalog.check(check.kind);
  const input =
    kind === undefined
      ? [
          {
            path: pathText([...path, 'kind']),
            message: `there is no check '${check.kind}'`,
            remedy: 'Correct the name; `slipway steps` lists those that exist',
          },
        ]
      : inputProblems(
          kind.input,
          check.input,
          [...path, 'input'],
          `See what ${check.kind} takes: docs/steps/${check.kind}.md`,
        );
  return [...input, ...measureProblems(check, path, kind?.heldAgainst ?? 'bounds')];
}

type Against = CatalogCheck['heldAgainst'];

/** The field of a check that says how it is judged, by what it is held against. */
const measures = { baseline: 'judge', past: 'past', explanations: 'issues' } as const;
const words: Readonly<Record<Exclude<Against, 'bounds'>, string>> = {
  baseline: 'compares with a baseline',
  past: 'compares with its own past',
  explanations: 'counts what nobody has explained',
};

function measureProblems(check: Check, path: Path, against: Against): Problem[] {
  const { min, max } = check;
  const others = (Object.keys(measures) as (keyof typeof measures)[])
    .filter((one) => one !== against && check[measures[one]] !== undefined)
    .map((one) => ({
      path: pathText([...path, measures[one]]),
      message: `is nothing to judge this check by`,
      remedy: `Leave \`${measures[one]}\` out${against === 'bounds' ? ', and give min or max' : ''}`,
    }));
  if (others.length > 0) return others;
  if (against === 'bounds') return boundProblems(check, path);
  if (check[measures[against]] !== undefined && min === undefined && max === undefined) return [];
  return [
    {
      path: pathText(path),
      message: `${words[against]}, so it takes \`${measures[against]}\` and no bounds`,
      remedy: `Make it with its builder, which fills \`${measures[against]}\` in`,
    },
  ];
}

function boundProblems({ min, max }: Check, path: Path): Problem[] {
  if (min === undefined && max === undefined) {
    return [
      {
        path: pathText(path),
        message: 'has no bound to hold samples against',
        remedy: 'Give min or max, or both',
      },
    ];
  }
  if (min === undefined || max === undefined || min <= max) return [];
  return [
    {
      path: pathText(path),
      message: `no sample is at least ${min} and at most ${max}`,
      remedy: 'Have min below max',
    },
  ];
}
