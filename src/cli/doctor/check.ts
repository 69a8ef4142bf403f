import type { Setup } from './setup.js';

export type Status = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check found, in one line. */
export interface Finding {
  readonly status: Status;
  readonly detail: string;
  /** what to do about it */
  readonly fix?: string;
}

/** One thing that doctor looks at. */
export interface Check {
  readonly title: string;
  /** When one of these fails there is nothing to look at. */
  readonly needs: readonly Check[];
  /** What it throws is a failure too. */
  run(setup: Setup): readonly Finding[] | Promise<readonly Finding[]>;
}

export const pass = (detail: string): Finding => ({ status: 'pass', detail });
export const warn = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const fail = (detail: string, fix?: string): Finding => ({
  status: 'fail',
  detail,
  ...(fix === undefined ? {} : { fix }),
});
export const skip = (detail: string): Finding => ({ status: 'skip', detail });
