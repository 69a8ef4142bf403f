import { CacheError } from '../../../errors.js';
import { scopesOf, type ScopeAccess } from '../../../trust/access.js';
import { pass, warn, type Check, type Finding } from '../check.js';
import { leftBehind } from '../left-behind.js';
import { measureLatency, measureTransfer, type Transfer } from '../measure-speed.js';
import { probeName } from '../probe-name.js';
import { writtenPlace, type Setup } from '../setup.js';
import { configuration } from './configuration.js';
import { container } from './container.js';
import { credential } from './credential.js';

/** How far away the container is, and how wide the way. */
export const speed: Check = {
  title: 'Speed',
  needs: [configuration, credential, container],
  async run(setup) {
    const resolved = setup.resolve();
    const name = (place: ScopeAccess) => probeName(place, resolved.config.prefix);
    const written = writtenPlace(resolved);
    const [first] = scopesOf(resolved.access);
    if (!first) return [];
    const latency = await measureLatency(setup.store(first), name(first));
    if (!written) return [judge(latency)];
    const { transfer, left } = await transferIn(setup, written, name(written));
    return [judge(latency, transfer), ...leftBehind({ left }, written)];
  },
};

/** Undefined when that is not allowed. */
async function transferIn(setup: Setup, place: ScopeAccess, name: string) {
  try {
    const transfer = await measureTransfer(setup.store(place), name);
    const removed = await (await setup.probe(place)).remove(name);
    return { transfer, left: removed === 'done' ? undefined : name };
  } catch (error) {
    if (!(error instanceof CacheError) || error.kind !== 'permission') throw error;
    return { transfer: undefined, left: undefined };
  }
}

const slowest = { latency: 150, rate: 2_000_000 };

function judge(latency: number, transfer?: Transfer): Finding {
  const rates = transfer ? [transfer.up, transfer.down] : [];
  const detail = [
    `${Math.round(latency)} ms a request`,
    ...(transfer ? [`${words(transfer.up)} up`, `${words(transfer.down)} down`] : []),
  ].join(', ');
  if (latency > slowest.latency) {
    return warn(
      `${detail}: far away`,
      'use an account in a region near these machines (az account list-locations)',
    );
  }
  if (!rates.some((rate) => rate < slowest.rate)) return pass(detail);
  return warn(
    `${detail}: slow`,
    'see to the network and the proxy in between, or use an account in a nearer region',
  );
}

/** `180 MB/s`, `2.5 MB/s` */
function words(rate: number): string {
  const megabytes = rate / 1e6;
  if (megabytes < 1) return 'less than 1 MB/s';
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB/s`;
}
