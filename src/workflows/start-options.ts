/** How a release is shown in Temporal's lists: summary, details and search attributes, set at its start. */
import { TypedSearchAttributes } from '@temporalio/common';
import type { StartRelease } from './messages.ts';
import { searchAttributes } from './search-attributes.ts';

/** A killed worker's workflow task is handed to the next one after this long. */
export const workflowTaskTimeout = '3s' as const;

/** Options common to a release started by a client and by another release. */
export const releaseStartOptions = ({ runbook, environment, version, startedBy }: StartRelease) => ({
  staticSummary: `Release ${runbook} ${version} to ${environment}`,
  staticDetails: `Started by ${startedBy}. The current details say what is going on, what is awaited, and how to answer it.`,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: searchAttributes.runbook, value: runbook },
    { key: searchAttributes.environment, value: environment },
    { key: searchAttributes.version, value: version },
    { key: searchAttributes.phase, value: 'planning' },
  ]),
  workflowTaskTimeout,
});
