import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { azureCertificateFile, azureTls } from '../support/tls/azure.js';

/** Answers for one host. */
type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** The way from a process to the stand-ins under the real names of Azure's hosts, over TLS. */
export interface AzureFront {
  /** By which a process finds it, and trusts it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The loopback port, for clients that use the right host name without the proxy. */
  readonly port: number;
  /** Hosts that a process wanted to reach and that are none of the stand-ins, e.g. `example.com:443`. */
  readonly strangers: readonly string[];
  close(): void;
}

/**
 * A proxy on the loopback that leads each host to its stand-in, and nowhere else. Its own answers (403, 405, 421) do
 * not come from Azure but report a mistake of a test: RFC 9110, sections 9.3.6 (CONNECT), 15.5.6 and 15.5.20.
 */
export async function startAzureFront(handleOf: (host: string) => Handle | undefined): Promise<AzureFront> {
  const strangers: string[] = [];
  const tls = createTlsServer(azureTls, (request, response) => {
    const handle = handleOf(new URL(`https://${request.headers.host ?? ''}`).hostname);
    if (handle) handle(request, response);
    else response.writeHead(421).end();
  });
  const behind = await listen(tls);
  const sockets = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    const [host = '', port] = url.split(':');
    if (port !== '443' || !handleOf(host)) {
      strangers.push(url);
      socket.end('HTTP/1.1 403 Not of this stand-in\r\n\r\n');
      return;
    }
    const target = connect(behind, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const end of [socket, target]) {
      sockets.add(end.once('close', () => sockets.delete(end)));
      end.on('error', () => {
        socket.destroy();
        target.destroy();
      });
    }
  });
  const port = await listen(proxy);
  return {
    port: behind,
    variables: {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      NO_PROXY: '127.0.0.1,localhost',
      NODE_EXTRA_CA_CERTS: azureCertificateFile,
    },
    strangers,
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      tls.closeAllConnections();
      tls.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
