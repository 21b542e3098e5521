/** The labels that tell of an image what it was built from, by the names that the OCI image specification gives them. */

export const revisionLabel = 'org.opencontainers.image.revision';
export const sourceLabel = 'org.opencontainers.image.source';
