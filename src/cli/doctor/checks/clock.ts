import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import { serviceOf, type Setup } from '../setup.js';

/** Checks that this machine's clock agrees with the service's. */
export async function checkClock(setup: Setup): Promise<Findings> {
  const { clockSkew } = await setup.knock(serviceOf(setup));
  return clockSkew === undefined ? skip('the service did not send its time') : assessSkew(clockSkew);
}

const minute = 60_000;

/**
 * A request that a key signs must not be older than 15 minutes when it arrives
 * (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#specifying-the-date-header), and clocks in Azure
 * may be off by as much for a SAS (learn.microsoft.com/azure/storage/common/storage-sas-overview).
 */
function assessSkew(ahead: number): Finding {
  const off = Math.abs(ahead);
  if (off <= 2 * minute) return pass("this machine's clock agrees with Azure's");
  const detail = `this machine's clock is ${Math.round(off / minute)} minutes ${ahead > 0 ? 'behind' : 'ahead'}`;
  if (off <= 15 * minute)
    return warn(`${detail}: Azure may treat a SAS or token as expired or not yet valid`, synchronize);
  return fail(`${detail}: Azure rejects requests that are signed more than 15 minutes off`, synchronize);
}

const synchronize =
  'enable time synchronization (Linux: timedatectl set-ntp true; Windows: w32tm /resync; macOS: sntp -sS time.apple.com)';
