/** One thing that is done to one release at one place of it, and the name by which it is done again. */

export type Place =
  /** An activity of a node begins, or has ended and nobody knows yet. */
  | {
      readonly at: 'activity';
      readonly node: string;
      readonly phase: string;
      readonly moment: 'begin' | 'end';
    }
  /** The nth request of this kind in an activity of a node, before its effect or after it and before its reply. */
  | {
      readonly at: 'request';
      readonly node: string;
      readonly phase: string;
      readonly does: 'change' | 'read' | 'watch';
      readonly nth: number;
      readonly side: 'before' | 'after';
    }
  /** A question waits; is answered while nobody is there; has just been answered. So does who waits for the `lease`. */
  | { readonly at: 'question'; readonly node: string; readonly moment: 'waiting' | 'unattended' | 'answered' }
  /** So many milliseconds after its start. */
  | { readonly at: 'moment'; readonly ms: number }
  /** From its start to its end. */
  | { readonly at: 'all' };

/** `one`: the worker that has the release in hand, while a second one lives. */
export type Victims = 'worker' | 'one' | 'server' | 'both' | 'world';

export type Stroke =
  | { readonly type: 'kill'; readonly victims: Victims }
  /** The connection is dropped before the effect, or after it and before the reply. */
  | { readonly type: 'cut' }
  /** A watch is answered with 410 Gone, or breaks when it is open. */
  | { readonly type: 'watch'; readonly how: 'expire' | 'break' }
  /** The next requests to one system are refused. */
  | { readonly type: 'storm'; readonly system: string; readonly status: 429 | 503; readonly times: number }
  | { readonly type: 'full-disk'; readonly of: 'world' | 'server' }
  | { readonly type: 'skew'; readonly of: 'worker' | 'world'; readonly seconds: number }
  /** Every update and signal is delivered twice. */
  | { readonly type: 'twice' };

/** Where a release stands when it is struck: what is promised differs. */
export type Standing =
  'planning' | 'lease' | 'question' | 'between' | 'act' | 'wait' | 'watch' | 'undo' | 'any' | 'fault';

export interface Point {
  readonly leg: string;
  readonly place: Place;
  readonly stroke: Stroke;
  readonly standing: Standing;
}

/** `balrog/stage/deploy-ui/act/change-1-after:kill-worker`. */
export const idOf = ({ leg, place, stroke }: Point): string =>
  `${leg}/${placeName(place)}:${strokeName(stroke)}`;

function placeName(place: Place): string {
  switch (place.at) {
    case 'activity':
      return `${place.node}/${place.phase}/${place.moment}`;
    case 'request':
      return `${place.node}/${place.phase}/${place.does}-${place.nth}-${place.side}`;
    case 'question':
      return `${place.node}/question/${place.moment}`;
    case 'moment':
      return `any/${place.ms}ms`;
    case 'all':
      return 'all';
  }
}

function strokeName(stroke: Stroke): string {
  switch (stroke.type) {
    case 'kill':
      return `kill-${stroke.victims}`;
    case 'cut':
      return 'cut';
    case 'watch':
      return `watch-${stroke.how}`;
    case 'storm':
      return `${stroke.times}x${stroke.status}-${stroke.system}`;
    case 'full-disk':
      return `full-disk-${stroke.of}`;
    case 'skew':
      return `skew-${stroke.of}${stroke.seconds < 0 ? '' : '+'}${stroke.seconds}s`;
    case 'twice':
      return 'twice';
  }
}
