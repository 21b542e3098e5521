/** Checks what a soak or a guard watches: known kinds, fitting input, bounds to hold samples against. */
import type { Catalog } from '../catalog.ts';
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
  return [
    ...input,
    ...(kind?.heldAgainst === 'baseline' ? judgeProblems(check, path) : boundProblems(check, path)),
  ];
}

function judgeProblems({ judge, min, max }: Check, path: Path): Problem[] {
  if (judge !== undefined && min === undefined && max === undefined) return [];
  return [
    {
      path: pathText(path),
      message: 'compares with a baseline, so it takes `judge` and no bounds',
      remedy: 'Make it with its builder, which fills `judge` in',
    },
  ];
}

function boundProblems({ min, max, judge }: Check, path: Path): Problem[] {
  if (judge !== undefined) {
    return [
      {
        path: pathText([...path, 'judge']),
        message: 'this check has no baseline to be judged against',
        remedy: 'Leave `judge` out, and give min or max',
      },
    ];
  }
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
