/** Where in a run its stroke comes: at an event, at a question, at a moment. */
import { setTimeout as wait } from 'node:timers/promises';
import { releaseId } from '../../src/workflows/messages.ts';
import type { Saying } from './crew.ts';
import type { ChaosEvent, Verdict } from './event.ts';
import { holderOf } from './holder.ts';
import type { Lane } from './lane.ts';
import type { Place, Point } from './point.ts';
import type { Reference } from './reference.ts';
import type { Interference } from './sail.ts';
import type { Struck } from './strike.ts';
import { nodeOfEvent } from './trace.ts';
import { tripOf } from './trip.ts';

/** Is given who has the release in hand. */
export type Hit = (holder: () => Promise<number | undefined>) => Promise<Struck | undefined>;

/** Where in the run the stroke comes. */
export function interference(
  lane: Lane,
  { leg, log }: Reference,
  { place, stroke }: Point,
  hit: Hit,
): Interference {
  const verdict = async (event: ChaosEvent): Promise<Verdict> =>
    (await hit(async () => (event.type === 'activity' ? event : event.by)?.pid))?.verdict ?? 'go';
  const { subject, voyage, version } = leg;
  const handle = lane.client.workflow.getHandle(releaseId(subject.name, voyage.environment, version));
  const anyhow = (): Promise<Struck | undefined> => hit(() => holderOf(handle));
  switch (place.at) {
    case 'all':
      return { delivery: stroke.type === 'twice' ? 'twice' : 'once' };
    case 'moment':
      return { started: () => void wait(place.ms).then(anyhow) };
    case 'question':
      return atQuestion(place, anyhow);
    case 'activity':
    case 'request':
      return {
        started: (runId) =>
          lane.tripwire.set(tripOf(place, nodeOfEvent(log.view.plan?.root, runId)), verdict),
      };
  }
}

function atQuestion(
  { node, moment }: Extract<Place, { at: 'question' }>,
  hit: () => Promise<Struck | undefined>,
): Interference {
  const asks = (saying: Saying): boolean =>
    (saying.update === 'confirm' ? 'plan' : saying.payload.node) === node;
  switch (moment) {
    case 'waiting':
      return { before: async (saying) => void (asks(saying) && (await (await hit())?.backAt)) };
    case 'unattended':
      return { before: async (saying) => void (asks(saying) && (await hit())) };
    case 'answered':
      return { after: async (saying) => void (asks(saying) && (await hit())) };
  }
}
