/**
 * The setup file of the unit project: a spec that listens on a port or starts a process fails.
 * Such a spec is a `*.contract.ts`.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { Server } from 'node:net';
import { afterAll } from 'vitest';

const attempts: string[] = [];

/** Throws, and remembers the attempt in case the code under test catches the error. */
function refuse(attempt: string): () => never {
  return () => {
    const error = new Error(`A unit spec ${attempt}. Name the file *.contract.ts.`);
    attempts.push(error.stack ?? error.message);
    throw error;
  };
}

Server.prototype.listen = refuse('listens on a port');
Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse('starts a process') });
Object.assign(childProcess, {
  spawnSync: refuse('starts a process'),
  execSync: refuse('starts a process'),
  execFileSync: refuse('starts a process'),
});
syncBuiltinESMExports();

afterAll(() => {
  if (attempts.length > 0) throw new Error(attempts[0]);
});
