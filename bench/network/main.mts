/** The proxy as a separate process: `main.mts <profile> <target port>`. */
import type { AddressInfo } from 'node:net';
import { profiles, type Profile } from './profiles.mjs';
import { createProxy } from './proxy.mjs';

const [profile, port] = process.argv.slice(2);
const network = profiles[profile as Profile];
if (network === undefined) throw new Error(`no network is called ${profile ?? ''}`);
process.once('disconnect', () => process.exit());
const server = createProxy(network, Number(port));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
