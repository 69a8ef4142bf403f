import { toRecord, type RunRecord } from '../../../src/runs/run-record.js';
import { aReport } from './report.js';

/** The record of a run with one artifact of each relevant outcome; the given fields replace the defaults. */
export const aRecord = (instead: Partial<RunRecord> = {}): RunRecord => ({
  ...toRecord(aReport()),
  ...instead,
});
