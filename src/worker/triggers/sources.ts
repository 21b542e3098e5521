/** The source that a trigger's configuration names. */
import type { TriggerSource } from '../config-triggers.ts';
import { branchSource, tagSource } from './git-sources.ts';
import { imageSource } from './image-source.ts';
import type { Source } from './source.ts';

/** A time looks at nothing: that it has come is all. */
export function sourceOf(source: Exclude<TriggerSource, { type: 'time' }>): Source {
  switch (source.type) {
    case 'tag':
      return tagSource(source);
    case 'branch':
      return branchSource(source);
    case 'image':
      return imageSource(source);
  }
}
