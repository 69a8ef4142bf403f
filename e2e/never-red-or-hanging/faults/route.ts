import { accountSas } from '../../../test/support/account-sas.js';
import { accountName, connectionStringAt } from '../../../test/support/azurite.js';
import {
  refusingHost,
  silentHost,
  tlsRefusingHost,
  unknownHost,
  type UnreachableHost,
} from '../../../test/support/unreachable-hosts.js';
import { startProxy, type Proxy } from '../../../test/support/proxy/proxy.js';
import type { Rule } from '../../../test/support/proxy/proxy-fault.js';
import { certificateFile, loopbackTls } from '../../../test/support/tls/loopback.js';
import type { Cell } from './cell.js';
import type { Host } from './fault-rows.js';
import type { MatrixServices } from './matrix-services.js';

/** How a machine reaches its container in a cell, with the fault on the route. */
export interface Route {
  /** of nx.json */
  readonly azure: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Opens the route of a cell. */
export function openRoute(cell: Cell, services: MatrixServices, container: string): Promise<Route> {
  const { row, column } = cell;
  if (column.matches === undefined) return openTokenRoute(cell, services, container);
  return typeof row.what === 'string'
    ? openUnreachable(row.what, services, container)
    : openProxied(rulesOf(cell), services, container);
}

function rulesOf({ row: { what }, column: { matches }, times }: Cell): Rule[] {
  if (typeof what === 'string') return [];
  return [
    { fault: what, errors: true, ...(matches && { match: matches }), ...(times === 'once' && { times: 1 }) },
  ];
}

async function openProxied(
  rules: readonly Rule[],
  services: MatrixServices,
  container: string,
): Promise<Route> {
  const proxy = await startProxy({ target: services.azurite.url, rules });
  return { ...byKey(proxy.url, container), close: () => proxy.close() };
}

async function openUnreachable(host: Host, services: MatrixServices, container: string): Promise<Route> {
  const { url, close } = await reach(host, services.azurite.url);
  return { ...byKey(url, container), close };
}

const byKey = (url: string, container: string) => ({
  azure: { accountName, container },
  env: { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(url) },
});

/** The blobs are reached by https with a token of a managed identity; the fault hits the request for the token. */
async function openTokenRoute(
  cell: Cell,
  { azurite, tokens }: MatrixServices,
  container: string,
): Promise<Route> {
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

/** The URL, at an unreachable host. */
async function reach(host: Host, target: string): Promise<Reached> {
  const { pathname } = new URL(target);
  if (host === 'TLS not trusted') return startProxy({ target, tls: { ...loopbackTls } });
  const closed = await unreachableHosts[host]();
  const scheme = host === 'TLS refusing' ? 'https' : 'http';
  const close = () => {
    closed.close();
    return Promise.resolve();
  };
  return { url: `${scheme}://${closed.host}${pathname}`, close };
}

const unreachableHosts: Record<Exclude<Host, 'TLS not trusted'>, () => Promise<UnreachableHost>> = {
  refusing: refusingHost,
  unknown: () => Promise.resolve(unknownHost),
  'TLS refusing': tlsRefusingHost,
  silent: silentHost,
};
