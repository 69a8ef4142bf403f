import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server of the benchmark in a separate process. */
export interface Child {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Starts a script that sends `{ port }` when it listens. */
export async function startChild(script: URL, args: readonly string[] = []): Promise<Child> {
  const child = fork(script, args, {
    cwd: join(import.meta.dirname, '..'),
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const early = ended.then(([code]) =>
    Promise.reject(new Error(`${script.pathname} ended with ${String(code)}`)),
  );
  const [{ port }] = (await Promise.race([once(child, 'message'), early])) as [{ port: number }];
  return {
    port,
    close: async () => {
      early.catch(() => undefined);
      child.kill('SIGKILL');
      await ended;
    },
  };
}
