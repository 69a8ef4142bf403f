import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { folders } from '../install/folders.mjs';
import { connectionStringOf } from '../storage.mjs';
import type { Connect } from './subject.mjs';

const token = 'bench';

/** turborepo-remote-cache beside the storage, with its Azure store, for Turborepo's own client. */
export const turboServer: Connect = async ({ container, storagePort, distant }) => {
  const port = await freePort();
  const cli = join(await folders.turboServer(), 'node_modules/turborepo-remote-cache/dist/cli.js');
  const child = spawn(process.execPath, [cli], { stdio: ['ignore', 'ignore', 'inherit'], env: variables() });
  const ended = once(child, 'exit');
  await listening(port);
  const env = {
    TURBO_API: `http://127.0.0.1:${await distant(port)}`,
    TURBO_TOKEN: token,
    TURBO_TEAM: 'team_bench',
  };
  return {
    env,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };

  function variables(): Record<string, string> {
    return {
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'error',
      TURBO_TOKEN: token,
      STORAGE_PROVIDER: 'azure-blob-storage',
      STORAGE_PATH: container,
      STORAGE_PATH_USE_TMP_FOLDER: 'false',
      ABS_CONNECTION_STRING: connectionStringOf(storagePort),
    };
  }
};

/** The server cannot choose a free port and report it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @throws Error when no server listens after ten seconds */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await setTimeout(100);
  }
  throw new Error('turborepo-remote-cache does not listen');
}
