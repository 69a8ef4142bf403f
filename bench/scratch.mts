import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for this process, in memory where the system has such a place; it is removed when the process ends. */
export function createScratch(): string {
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-azure-cache-bench-'));
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true });
  });
  process.once('SIGINT', () => process.exit(130));
  return scratch;
}
