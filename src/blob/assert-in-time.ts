import { parseSas } from '../config/sas.js';
import { CacheError } from '../errors.js';

/** ms; clocks may differ by as much, and within it Azure's decides */
const tolerance = 15 * 60_000;

/**
 * A SAS that is over is not sent: each request with it would be refused, as one with a wrong signature is.
 *
 * @param now ms since 1970
 * @throws CacheError kind `credential`
 */
export function assertInTime(sas: string, container: string, now: number): void {
  const { starts, expires } = parseSas(sas);
  if (expires && expires.getTime() + tolerance < now)
    throw outOfTime(container, `expired on ${expires.toISOString()} (se); make a new one`);
  if (starts && starts.getTime() - tolerance > now)
    throw outOfTime(container, `is not valid before ${starts.toISOString()} (st); make one that begins now`);
}

const outOfTime = (container: string, what: string) =>
  new CacheError(`the SAS for container "${container}" ${what}, or set this machine's clock if that is off`, {
    kind: 'credential',
    retryable: false,
  });
