/** The lean blob endpoint as a separate process, which ends with its parent. */
import type { AddressInfo } from 'node:net';
import { createBlobServer } from './server.mjs';

process.once('disconnect', () => process.exit());
const server = createBlobServer();
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
