import { messageOf } from '../message-of.js';
import { fail, skip, type Check, type Finding } from './check.js';
import type { Setup } from './setup.js';

/** A finding, and what it is about. */
export interface Row extends Finding {
  readonly title: string;
}

/** ms that a check may take: a sign-in has 10 s, and words of its own for it */
const limit = 10_250;

/** Makes the checks one after the other, and gives each finding as soon as it is there. */
export async function* runChecks(checks: readonly Check[], setup: Setup): AsyncGenerator<Row> {
  const failed = new Set<Check>();
  for (const check of checks) {
    const missing = check.needs.find((needed) => failed.has(needed));
    const findings = missing ? [skip(`not before this works: ${missing.title}`)] : await run(check, setup);
    if (missing || findings.some(({ status }) => status === 'fail')) failed.add(check);
    for (const finding of findings) yield { title: check.title, ...finding };
  }
}

async function run(check: Check, setup: Setup): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([tooLate]);
    }, limit);
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
  `this did not come to an end within 10 s`,
  'see to the network, the proxy and the firewall in between',
);
