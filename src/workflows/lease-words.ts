/** How a release stands with an environment that it needs, in words, and what a person can do about it. Pure. */
import type { ReleaseRef } from '../activities/contract.ts';
import type { Closed, LeaseNews } from '../environment/messages.ts';
import { shortId } from './commands.ts';

export interface LeaseWords {
  /** One sentence. */
  readonly says: string;
  /** The exact commands that tell more, or let it go on. */
  readonly commands: readonly string[];
}

export function leaseWords(
  release: ReleaseRef,
  environment: string,
  news: LeaseNews | undefined,
  knot?: string,
): LeaseWords {
  if (knot !== undefined) return { says: knot, commands: [`slipway rollback ${shortId(release)}`] };
  switch (news?.state) {
    case undefined:
      return { says: `Has asked for ${environment}`, commands: [`slipway queue ${environment}`] };
    case 'granted':
      return { says: `Holds ${environment}`, commands: [] };
    case 'superseded':
      return { says: `${unprefixed(news.by)} takes its place in ${environment}`, commands: [] };
    case 'queued': {
      const { closed } = news;
      return {
        says: `Waits for ${environment}: ${[inQueue(news), ...(closed === undefined ? [] : [closedWords(closed)])].join('; ')}`,
        commands: [
          `slipway queue ${environment}`,
          ...(closed === undefined || closed.exempt.length === 0
            ? []
            : [`slipway exempt ${shortId(release)} --reason '…'`]),
        ],
      };
    }
  }
}

function inQueue({ position, holder }: Extract<LeaseNews, { state: 'queued' }>): string {
  const place = position === 1 ? 'the next one' : `number ${position}`;
  return holder === undefined ? place : `${place}, ${unprefixed(holder)} has it`;
}

function closedWords({ why, opensAt, exempt }: Closed): string {
  const until = opensAt === undefined ? 'until somebody lifts it' : `until ${opensAt}`;
  const may = exempt.length === 0 ? '' : `; ${exempt.join(', ')} may go on with a reason`;
  return `${why}, ${until}${may}`;
}

const unprefixed = (id: string): string => id.replace(/^release\//, '');
