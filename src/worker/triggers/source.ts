/** What a trigger's source must tell: what stands there now, and all about one of its names. */
import type { StepContext } from '../../activities/contract.ts';
import type { Fact } from '../config-triggers.ts';
import type { Sighting } from './news.ts';

export type SourceContext = StepContext<'git' | 'github' | 'oci'>;

/** One thing to release. */
export interface Found {
  readonly version: string;
  /** For people: ‘the tag v1.2’. */
  readonly because: string;
  readonly facts: Readonly<Partial<Record<Fact, string>>>;
}

export interface Source {
  readonly moves: 'are-news' | 'are-mistakes';
  look(ctx: SourceContext): Promise<Sighting>;
  /** The version that a name stands for, as far as the name tells; by it several are put in order. */
  versionOf(name: string): string;
  /** What one that is new still lacks before it can be released; absent: nothing ever. */
  lacks?(ctx: SourceContext, name: string, value: string): Promise<string | undefined>;
  /** Looks closer at one that is new; `value` is what it stood for. */
  find(ctx: SourceContext, name: string, value: string): Promise<Found>;
}

/** So many names are remembered: all of them travel with every look. */
export const mostNames = 2000;
