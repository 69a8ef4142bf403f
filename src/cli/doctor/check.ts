import type { Setup } from './setup.js';

export type Status = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Finding {
  readonly status: Status;
  /** one line */
  readonly detail: string;
  /** what to do about it: an imperative, or a command to paste */
  readonly fix?: string;
}

/** One check of doctor. */
export interface Check {
  readonly title: string;
  /** If one of these fails, the check is skipped. */
  readonly needs: readonly Check[];
  /** An error that it throws counts as a failure. */
  run(setup: Setup): readonly Finding[] | Promise<readonly Finding[]>;
}

export const pass = (detail: string): Finding => ({ status: 'pass', detail });
export const warn = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const fail = (detail: string, fix?: string): Finding =>
  fix === undefined ? { status: 'fail', detail } : { status: 'fail', detail, fix };
export const skip = (detail: string): Finding => ({ status: 'skip', detail });
