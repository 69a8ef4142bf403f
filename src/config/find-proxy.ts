import { readVariable, type Environment } from './environment.js';

/** The proxy that is used for requests to a URL. */
export interface ProxyInForce {
  readonly variable: string;
  /** undefined if the value of the variable is not valid */
  readonly url: URL | undefined;
}

/**
 * Finds the proxy as the requests do (`proxyPolicy` of `@azure/core-rest-pipeline`): one for all protocols, the first that
 * is set. Undefined when none is set, or NO_PROXY names the host.
 */
export function findProxy(target: string, env: Environment = process.env): ProxyInForce | undefined {
  const variable = firstSet(env, ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY']);
  if (variable === undefined || isNamed(new URL(target).hostname, noProxyOf(env))) return undefined;
  return { variable, url: parseProxy(readVariable(env, variable) ?? '') };
}

/** Finds the entries of NO_PROXY that make other programs bypass the proxy for this host, but not these requests. */
export function misreadNoProxy(target: string, env: Environment): string[] {
  const { hostname, host } = new URL(target);
  return noProxyOf(env).filter((entry) => {
    const name = entry.replace(/^\*?\.?/, '');
    return entry === '*' || entry === host || hostname === name || hostname.endsWith(`.${name}`);
  });
}

/** Capitals before small letters. */
function firstSet(env: Environment, names: readonly string[]): string | undefined {
  return names
    .flatMap((name) => [name, name.toLowerCase()])
    .find((name) => readVariable(env, name) !== undefined);
}

function noProxyOf(env: Environment): string[] {
  const name = firstSet(env, ['NO_PROXY']);
  const entries = name === undefined ? '' : (readVariable(env, name) ?? '');
  return entries
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Whole names, and `.example.com` for all below and itself; no `*`, no port, no range of addresses. */
const isNamed = (hostname: string, entries: readonly string[]) =>
  entries.some((entry) =>
    entry.startsWith('.') ? hostname.endsWith(entry) || hostname === entry.slice(1) : hostname === entry,
  );

/** `proxy:8080` is a URL too, of the protocol `proxy:`. */
function parseProxy(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}
