import { messageOf } from '../shared/message-of.js';
import { fail, skip, type Check, type Finding } from './check.js';
import type { Setup } from './setup.js';

/** A finding, and the title of its check. */
export interface Row extends Finding {
  readonly title: string;
}

/** ms for each check: a sign-in has 10 s, and reports its own timeout */
const limit = 10_250;

/** Runs the checks one after the other, and yields each finding as soon as it is known. */
export async function* runChecks(checks: readonly Check[], setup: Setup): AsyncGenerator<Row> {
  const failed = new Set<Check>();
  for (const check of checks) {
    const missing = check.needs.find((needed) => failed.has(needed));
    const findings = missing ? [skip(`needs the check ${missing.title} to pass`)] : await run(check, setup);
    if (missing || findings.some(({ status }) => status === 'fail')) failed.add(check);
    for (const finding of findings) yield { title: check.title, ...finding };
  }
}

async function run(check: Check, setup: Setup): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(resolve, limit, [tooLate]);
  });
  try {
    return await Promise.race([check.run(setup), late]);
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
