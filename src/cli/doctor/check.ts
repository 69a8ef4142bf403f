import { messageOf } from '../shared/messages.js';
import type { Setup } from './setup.js';

/** One check of doctor. */
export interface Check {
  readonly title: string;
  /** An error that it throws counts as a failure. */
  readonly run: (setup: Setup) => Findings | Promise<Findings>;
  /** the titles of checks; if one of them fails, this one is skipped */
  readonly needs?: readonly string[];
}

/** What a check found; undefined and false for nothing. */
export type Findings = Finding | undefined | false | readonly Findings[];

export interface Finding {
  readonly status: Status;
  /** one line */
  readonly detail: string;
  /** what to do about it: an imperative, or a command to paste */
  readonly fix?: string;
}

export type Status = 'pass' | 'warn' | 'fail' | 'skip';

export const pass = (detail: string): Finding => ({ status: 'pass', detail });
export const skip = (detail: string): Finding => ({ status: 'skip', detail });
export const warn = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const fail = (detail: string, fix?: string): Finding =>
  fix === undefined ? { status: 'fail', detail } : { status: 'fail', detail, fix };

/** A finding, and the title of its check. */
export interface Row extends Finding {
  readonly title: string;
}

/** Runs the checks one after the other, and yields each finding as soon as it is known. */
export async function* runChecks(checks: readonly Check[], setup: Setup): AsyncGenerator<Row> {
  const failed = new Set<string>();
  for (const check of checks) {
    const missing = check.needs?.find((title) => failed.has(title));
    const findings = missing ? [skip(`needs the check ${missing} to pass`)] : await runInTime(check, setup);
    if (missing || findings.some(({ status }) => status === 'fail')) failed.add(check.title);
    for (const finding of findings) yield { title: check.title, ...finding };
  }
}

/** ms for each check: a sign-in has 10 s, and reports its own timeout */
const limit = 10_250;

async function runInTime(check: Check, setup: Setup): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(resolve, limit, [tooLate]);
  });
  try {
    return await Promise.race([findingsOf(check.run, setup), late]);
  } catch (error) {
    return [fail(messageOf(error))];
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = fail(
  'the check did not finish within 10 s',
  "check this machine's network connection, the proxy and the firewall",
);

/** The findings of one check. */
export const findingsOf = async (run: Check['run'], setup: Setup) => flatten(await run(setup));

function flatten(found: Findings): Finding[] {
  if (!found) return [];
  return 'status' in found ? [found] : found.flatMap(flatten);
}
