import { toRecord, type RunRecord } from '../../../src/runs/run-record.js';
import { aReport } from './report.js';

/** The record of a run with one artifact of each outcome that matters, but for what is given. */
export const aRecord = (instead: Partial<RunRecord> = {}): RunRecord => ({
  ...toRecord(aReport()),
  ...instead,
});
