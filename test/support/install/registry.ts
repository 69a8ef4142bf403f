import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { execute } from './execute.js';

/** The name by which Nx looks the package up, and users install it. */
export const alias = '@nx/powerpack-azure-cache';

/** The names by which Nx looks licenses up. */
export const licenseAliases = ['@nx/key', '@nx/powerpack-license'];

const aliases = [alias, ...licenseAliases];

export interface Registry {
  readonly url: string;
  close(): void;
}

/**
 * A registry with one package, the tarball, so that the workspace installs it by the documented alias
 * (`npm:nx-azure-cache`), before it is published. Other packages are redirected to where they are, but for those that
 * the aliases stand in for: they are not ours to fetch, and a manager that asks has not understood the alias.
 */
export async function startRegistry(tarball: string): Promise<Registry> {
  const manifest = await manifestOf(tarball);
  const elsewhere = (await execute(['npm', 'config', 'get', 'registry'], dirname(tarball))).trim();
  const server = createServer(({ url = '/', headers: { host = '' } }, response) => {
    const path = decodeURIComponent(url);
    if (path === `/${manifest.name}`) sendJson(response, packument(manifest, tarball, `http://${host}`));
    else if (path === tarballPath(manifest)) response.end(readFileSync(tarball));
    else if (aliases.some((name) => path.startsWith(`/${name}`))) response.writeHead(404).end();
    else response.writeHead(302, { location: new URL(url.slice(1), elsewhere).href }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

async function manifestOf(tarball: string): Promise<Manifest> {
  return JSON.parse(
    await execute(['tar', '-xzOf', tarball, 'package/package.json'], dirname(tarball)),
  ) as Manifest;
}

const tarballPath = ({ name, version }: Manifest) => `/${name}/-/${name}-${version}.tgz`;

/** The part of a registry's answer that npm, pnpm and yarn need. */
function packument(manifest: Manifest, tarball: string, origin: string): object {
  const bytes = readFileSync(tarball);
  const dist = {
    tarball: `${origin}${tarballPath(manifest)}`,
    shasum: createHash('sha1').update(bytes).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
  };
  const versions = { [manifest.version]: { ...manifest, dist } };
  const time = { [manifest.version]: '2000-01-01T00:00:00.000Z' }; // old enough for every minimum release age
  return { name: manifest.name, 'dist-tags': { latest: manifest.version }, versions, time };
}

function sendJson(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
