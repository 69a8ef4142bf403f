/**
 * Loaded before Node's program: a folder of the cache cannot be moved, as on Windows while a virus scanner has a file in
 * it open. `HELD_TIMES` sets how often, for each thread.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const rename = fs.renameSync;
let left = Number(process.env.HELD_TIMES);
fs.renameSync = (from, to) => {
  if (!/\.nx-azure-cache-\d/.test(from) || left === 0) return rename(from, to);
  left -= 1;
  throw Object.assign(new Error(`EPERM: operation not permitted, rename '${from}' -> '${to}'`), {
    ...{ errno: -4048, code: 'EPERM', syscall: 'rename', path: from, dest: to },
  });
};
syncBuiltinESMExports();
