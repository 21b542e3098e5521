/**
 * What all releases on a worker share: the schemas of plans, messages and steps, and the library that reads them. Without it
 * each release in the worker's cache keeps three megabytes of them for itself. None of this holds state of a workflow.
 *
 * The SDK freezes what it shares, deeply; but a schema builds parts of itself when they are first used. A module object that
 * is frozen already is passed over, with all it exports.
 */
import '../activities/registry.ts';
import '../judge/index.ts';
import '../runbook/plan.ts';
import './messages.ts';

declare const __webpack_modules__: Readonly<Record<string, unknown>>;
declare const __webpack_module_cache__: Readonly<Record<string, object | undefined>>;

for (const id of Object.keys(__webpack_modules__)) {
  const loaded = __webpack_module_cache__[id];
  if (loaded !== undefined) Object.freeze(loaded);
}
