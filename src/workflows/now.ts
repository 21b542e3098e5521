/** The present, as Temporal tells it to a workflow. ISO 8601, in UTC. */
export const now = (): string => new Date().toISOString();
