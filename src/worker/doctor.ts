/** What `slipway doctor` asks of a worker: whether the systems answer and the credentials suffice. */
export interface DoctorFinding {
  /** What was looked at: `github`, `environment prod / kubernetes`. */
  readonly subject: string;
  readonly ok: boolean;
  readonly says: string;
  readonly remedy?: string;
}

export type Doctor = () => Promise<readonly DoctorFinding[]>;
