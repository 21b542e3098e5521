/** `gerrit.reviewChange` in the conformance suite, over real git. */
import type { EffectCase } from '../../support/conformance.ts';
import { submitChange } from './submitChange.case.ts';

/** The same effect as a submit begins with, waited for no longer than its votes take. */
export const reviewChange: EffectCase = { ...submitChange, kind: 'gerrit.reviewChange' };
