/** Every point of one voyage, read off a run in which nothing was struck. Pure. */
import type { Point, Place, Standing, Stroke, Victims } from './point.ts';
import { countOf, nodeOfEvent, passagesOf, systemsOf } from './trace.ts';
import type { Passage } from './trace.ts';
import type { Voyage } from './subject.ts';
import type { VoyageLog } from './voyage-log.ts';

const everyone: readonly Victims[] = ['worker', 'one', 'server', 'both', 'world'];
/** Where the world has no part in what is going on. */
const engine: readonly Victims[] = ['worker', 'one', 'server', 'both'];

type At = Pick<Point, 'place' | 'stroke' | 'standing'>;

const kills = (standing: Standing, place: Place, victims: readonly Victims[]): At[] =>
  victims.map((one) => ({ standing, place, stroke: { type: 'kill', victims: one } }));
const fault = (place: Place, stroke: Stroke): At => ({ standing: 'fault', place, stroke });

/** Which part of a voyage is new: its way out, its way home where it is turned back, its wait where another has the environment. */
export type Way = 'out' | 'home' | 'queue';

export const wayOf = ({ outcome, rival }: Voyage): Way =>
  rival !== undefined ? 'queue' : outcome === 'rolled-back' ? 'home' : 'out';

export function pointsOf(leg: string, log: VoyageLog, way: Way): Point[] {
  const passages = passagesOf(log.events, nodeOfEvent(log.view.plan?.root, log.runId));
  return [...struckOn(way, log, passages), fault({ at: 'all' }, { type: 'twice' })].map((at) => ({
    leg,
    ...at,
  }));
}

function struckOn(way: Way, log: VoyageLog, passages: readonly Passage[]): At[] {
  switch (way) {
    case 'out':
      return [
        ...passages.flatMap(ofPassage),
        ...questionsOf(log).flatMap((node) => ofQuestion(node)),
        ...ofAll,
      ];
    case 'home':
      return [
        ...passages.filter(({ phase }) => phase === 'undo').flatMap(ofUndo),
        ...answered(log, 'rejected').flatMap((node) => ofQuestion(node)),
      ];
    case 'queue':
      return [...passages.flatMap(ofPassage), ...ofQuestion('lease', 'lease')];
  }
}

function ofPassage(passage: Passage): At[] {
  switch (passage.phase) {
    case 'plan':
      return inside('planning', passage);
    case 'observe':
      return kills('between', { at: 'activity', ...named(passage), moment: 'begin' }, everyone);
    case 'act':
      return [...effects('act', passage), ...ends('act', passage), ...disks(passage), ...storms(passage)];
    case 'settle':
      return [...inside('wait', passage), ...ends('wait', passage), ...storms(passage), ...watches(passage)];
    case 'requestLease':
    case 'admit':
    case 'watchHolder':
      return ofLease(passage);
    case 'watch':
      return [...inside('watch', passage), ...storms(passage)];
    default:
      return [];
  }
}

/** The world has no part in it. */
const ofLease = (passage: Passage): At[] =>
  (['begin', 'end'] as const)
    .filter((moment) => passage.activities.some((one) => one.moment === moment))
    .flatMap((moment) => kills('lease', { at: 'activity', ...named(passage), moment }, engine));

const ofUndo = (passage: Passage): At[] => [
  ...kills('undo', { at: 'activity', ...named(passage), moment: 'begin' }, everyone),
  ...effects('undo', passage),
  ...ends('undo', passage),
  ...storms(passage),
];

const named = ({ node, phase }: Passage) => ({ node, phase });

/** Around each change that it makes: before the effect, and after it and before the reply. */
function effects(standing: Standing, passage: Passage): At[] {
  const changes = Array.from({ length: countOf(passage, 'change') }, (_, at) => at + 1);
  return changes.flatMap((nth) =>
    (['before', 'after'] as const).flatMap((side) => {
      const place = { at: 'request', ...named(passage), does: 'change', nth, side } as const;
      return [...kills(standing, place, everyone), fault(place, { type: 'cut' })];
    }),
  );
}

/** After the reply, and before the result is reported. */
const ends = (standing: Standing, passage: Passage): At[] =>
  kills(standing, { at: 'activity', ...named(passage), moment: 'end' }, engine);

function inside(standing: Standing, passage: Passage): At[] {
  if (countOf(passage, 'read') === 0) return [];
  return kills(standing, { at: 'request', ...named(passage), does: 'read', nth: 1, side: 'after' }, everyone);
}

/** What a team releases, as its users meet it: that it answers wrongly is what a release is to notice. */
const released: readonly string[] = ['app', 'lb'];

/** Three of them heal within the retries of a step. */
const storms = (passage: Passage): At[] =>
  systemsOf(passage)
    .filter((system) => !released.includes(system))
    .flatMap((system) =>
      ([429, 503] as const).map((status) =>
        fault(
          { at: 'activity', ...named(passage), moment: 'begin' },
          { type: 'storm', system, status, times: 3 },
        ),
      ),
    );

function watches(passage: Passage): At[] {
  if (countOf(passage, 'watch') === 0) return [];
  const place = { at: 'request', ...named(passage), does: 'watch', nth: 1, side: 'before' } as const;
  return (['expire', 'break'] as const).map((how) => fault(place, { type: 'watch', how }));
}

function disks(passage: Passage): At[] {
  if (countOf(passage, 'change') === 0) return [];
  const change = { at: 'request', ...named(passage), does: 'change', nth: 1, side: 'before' } as const;
  return [
    fault(change, { type: 'full-disk', of: 'world' }),
    fault({ at: 'activity', ...named(passage), moment: 'end' }, { type: 'full-disk', of: 'server' }),
  ];
}

/** The plan itself is the first question. */
const questionsOf = (log: VoyageLog): string[] => ['plan', ...answered(log, 'approved')];

const answered = ({ view }: VoyageLog, how: 'approved' | 'rejected'): string[] => [
  ...new Set(view.audit.flatMap(({ what, node }) => (what === how && node !== undefined ? [node] : []))),
];

function ofQuestion(node: string, standing: Standing = 'question'): At[] {
  const place = (moment: 'waiting' | 'unattended' | 'answered'): Place => ({ at: 'question', node, moment });
  return [
    ...kills(standing, place('waiting'), everyone),
    ...kills(standing, place('unattended'), engine),
    ...kills(standing, place('answered'), engine),
  ];
}

const ofAll: readonly At[] = (['worker', 'world'] as const).flatMap((of) =>
  [-45, -5, 5, 45].map((seconds) => fault({ at: 'all' }, { type: 'skew', of, seconds })),
);
