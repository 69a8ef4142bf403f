/** Loaded into a process by `--import`; writes the process's use of threads, sockets and modules to $OBSERVED. */
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import process from 'node:process';
import workers from 'node:worker_threads';

const seen = { threads: [], connections: 0 };

workers.Worker = class extends workers.Worker {
  constructor(script, options) {
    seen.threads.push(String(script));
    super(script, options);
  }
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  if (typeof args[0]?.[0]?.port === 'number') seen.connections += 1;
  return connect.apply(this, args);
};
syncBuiltinESMExports();

process.on('exit', () => {
  const modules = Object.keys(createRequire(import.meta.url).cache);
  const ours = modules.filter((path) => path.includes('azure-cache'));
  appendFileSync(process.env.OBSERVED, `${JSON.stringify({ ...seen, modules: ours })}\n`);
});
