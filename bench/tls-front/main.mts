/**
 * TLS in front of a port, as a separate process: `main.mts <target port>`. Clients send tokens over https only. It does not
 * inspect the traffic, so that a client is measured and not a gateway.
 */
import { connect, type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';
import { loopbackTls } from '../../test/support/tls/loopback.js';

const port = Number(process.argv[2]);

process.once('disconnect', () => process.exit());
const server = createServer({ ...loopbackTls, noDelay: true }, (near) => {
  const far = connect({ port, host: '127.0.0.1', noDelay: true });
  pipeline(near, far, near, () => undefined);
});
server.on('tlsClientError', () => undefined);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
