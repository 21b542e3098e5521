/** How one check of a watch stands. */
export interface Standing {
  readonly verdict: 'fail' | 'inconclusive' | 'pass' | 'continue';
  readonly says: string;
  /** It need not be watched any longer. */
  readonly healthy: boolean;
}
