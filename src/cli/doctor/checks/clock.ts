import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { serviceOf } from '../setup.js';
import { configuration } from './configuration.js';
import { endpoint } from './endpoint.js';

/** This machine's clock and the service's show the same. */
export const clock: Check = {
  title: 'Clock',
  needs: [configuration, endpoint],
  async run(setup) {
    const { clockSkew } = await setup.knock(serviceOf(setup));
    return [clockSkew === undefined ? skip('there is no other one to compare with') : judge(clockSkew)];
  },
};

const minute = 60_000;

/**
 * A request that a key signs must not be older than 15 minutes when it arrives
 * (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#specifying-the-date-header), and clocks in Azure
 * may be off by as much for a SAS (learn.microsoft.com/azure/storage/common/storage-sas-overview).
 */
function judge(ahead: number): Finding {
  const off = Math.abs(ahead);
  if (off <= 2 * minute) return pass('this machine agrees with the service');
  const detail = `this machine's clock is ${Math.round(off / minute)} minutes ${ahead > 0 ? 'behind' : 'ahead'}`;
  const fix = 'have it set by NTP (timedatectl set-ntp true)';
  if (off <= 15 * minute)
    return warn(`${detail}: a SAS or token may be taken for expired, or for not yet valid`, fix);
  return fail(`${detail}: Azure refuses what is signed more than 15 minutes off`, fix);
}
