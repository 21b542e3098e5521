/** A thread that calibrates: it is posted one history at a time, and answers each with its calibration. */
import { parentPort } from 'node:worker_threads';
import type { ToCalibrate } from '../../activities/watch/calibration.ts';
import { calibrate } from '../../judge/index.ts';

parentPort?.on('message', ({ history, options, service }: ToCalibrate) =>
  parentPort?.postMessage(calibrate(history, options, service)),
);
