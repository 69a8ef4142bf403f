import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** An address that never answers in HTTP. */
export interface UnreachableHost {
  /** host and port */
  readonly host: string;
  close(): void;
}

/** A loopback port without a listener. */
export async function refusingHost(): Promise<UnreachableHost> {
  const server = await silentHost();
  server.close();
  return { host: server.host, close: () => undefined };
}

/** A name that no DNS knows (RFC 6761). */
export const unknownHost: UnreachableHost = { host: 'nx-azure-cache-test.invalid', close: () => undefined };

/** Ends every TLS handshake with a fatal alert, handshake_failure. */
export const tlsRefusingHost = () =>
  startServer((socket) => socket.end(Buffer.from('15030100020228', 'hex')));

/** Accepts connections and never sends a byte. */
export const silentHost = () => startServer(() => undefined);

async function startServer(onConnection: (socket: Socket) => void): Promise<UnreachableHost> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
