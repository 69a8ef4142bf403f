import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that opens tunnels, as those of companies do, and counts them. */
export interface ConnectProxy {
  readonly url: string;
  /** How many it has opened so far. */
  readonly tunnels: number;
  close(): void;
}

/** Starts a proxy on the loopback. The tunnel of every CONNECT ends at that port of this machine, regardless of the host. */
export async function startConnectProxy(port: number): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  let tunnels = 0;
  const server = createServer();
  server.on('connect', (_request, client: Socket) => {
    tunnels += 1;
    const service = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(service).pipe(client);
    });
    for (const socket of [client, service]) sockets.add(socket.on('error', () => undefined));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get tunnels() {
      return tunnels;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
