import { accountSas } from '../../../test/support/account-sas.js';
import { accountName, connectionStringAt } from '../../../test/support/azurite.js';
import {
  refusingDoor,
  silentDoor,
  tlsRefusingDoor,
  unknownDoor,
  type ClosedDoor,
} from '../../../test/support/unreachable-hosts.js';
import { startProxy, type Proxy } from '../../../test/support/proxy/proxy.js';
import type { Rule } from '../../../test/support/proxy/proxy-fault.js';
import { certificateFile, loopbackTls } from '../../../test/support/tls/loopback.js';
import type { Cell } from './cell.js';
import type { Door } from './fault-rows.js';
import type { Site } from './matrix-services.js';

/** How a machine reaches its container in a cell, with the fault on the way. */
export interface Way {
  /** of nx.json */
  readonly azure: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Opens the way of a cell. */
export function openWay(cell: Cell, site: Site, container: string): Promise<Way> {
  const { row, column } = cell;
  if (column.matches === undefined) return openTokenWay(cell, site, container);
  return typeof row.what === 'string'
    ? openDoor(row.what, site, container)
    : openProxied(rulesOf(cell), site, container);
}

function rulesOf({ row: { what }, column: { matches }, times }: Cell): Rule[] {
  if (typeof what === 'string') return [];
  return [
    { fault: what, errors: true, ...(matches && { match: matches }), ...(times === 'once' && { times: 1 }) },
  ];
}

async function openProxied(rules: readonly Rule[], site: Site, container: string): Promise<Way> {
  const proxy = await startProxy({ target: site.azurite.url, rules });
  return { ...byKey(proxy.url, container), close: () => proxy.close() };
}

async function openDoor(door: Door, site: Site, container: string): Promise<Way> {
  const { url, close } = await reach(door, site.azurite.url);
  return { ...byKey(url, container), close };
}

const byKey = (url: string, container: string) => ({
  azure: { accountName, container },
  env: { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(url) },
});

/** The blobs are reached by https with a token that a managed identity gives; what goes wrong is asking for it. */
async function openTokenWay(cell: Cell, { azurite, tokens }: Site, container: string): Promise<Way> {
  const { what } = cell.row;
  const bearer = { token: tokens.token, sas: accountSas('rcwl', 3_600_000) };
  const blobs = await startProxy({ target: azurite.url, tls: loopbackTls, bearer });
  const service =
    typeof what === 'string' ? await reach(what, tokens.url) : await proxied(tokens.url, rulesOf(cell));
  return {
    azure: { accountName, container, endpoint: blobs.url },
    env: { ...tokens.variablesAt(service.url), NODE_EXTRA_CA_CERTS: certificateFile },
    close: async () => {
      await Promise.all([blobs.close(), service.close()]);
    },
  };
}

const proxied = (target: string, rules: readonly Rule[]): Promise<Proxy> => startProxy({ target, rules });

interface Reached {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The URL, behind a door. */
async function reach(door: Door, target: string): Promise<Reached> {
  const { pathname } = new URL(target);
  if (door === 'TLS not trusted') return startProxy({ target, tls: { ...loopbackTls } });
  const closed = await closedDoors[door]();
  const scheme = door === 'TLS refusing' ? 'https' : 'http';
  const close = () => {
    closed.close();
    return Promise.resolve();
  };
  return { url: `${scheme}://${closed.host}${pathname}`, close };
}

const closedDoors: Record<Exclude<Door, 'TLS not trusted'>, () => Promise<ClosedDoor>> = {
  refusing: refusingDoor,
  unknown: () => Promise.resolve(unknownDoor),
  'TLS refusing': tlsRefusingDoor,
  silent: silentDoor,
};
