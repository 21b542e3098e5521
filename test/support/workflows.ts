/** The real workflows, with the test steps in the registry besides the real ones. */
import { register } from '../../src/activities/registry.ts';
import * as testChecks from './test-checks.ts';
import * as testSteps from './test-steps.ts';

register(testSteps);
register(testChecks);

export * from '../../src/workflows/index.ts';
