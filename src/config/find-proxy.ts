import { readVariable, type Environment } from './environment.js';

/** The proxy that is used for requests to a URL. */
export interface ProxyInForce {
  readonly variable: string;
  /** undefined if the value of the variable is not valid */
  readonly url: URL | undefined;
}

/** The variables of a proxy, as the environment has them. May hold a password. */
export interface ProxySettings {
  /** the first of HTTPS_PROXY, ALL_PROXY and HTTP_PROXY that is set: one for all protocols */
  readonly variable: string;
  readonly value: string;
  /** the entries of NO_PROXY */
  readonly noProxy: readonly string[];
}

/** Undefined when no proxy is set. */
export function resolveProxy(env: Environment): ProxySettings | undefined {
  const variable = firstSet(env, ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY']);
  if (variable === undefined) return undefined;
  return { variable, value: readVariable(env, variable) ?? '', noProxy: noProxyOf(env) };
}

/**
 * Finds the proxy for a URL as `proxyPolicy` of `@azure/core-rest-pipeline` does. Undefined when none is set, or NO_PROXY
 * names the host.
 */
export function proxyFor(target: string, settings: ProxySettings | undefined): ProxyInForce | undefined {
  if (!settings || isNamed(new URL(target).hostname, settings.noProxy)) return undefined;
  return { variable: settings.variable, url: parseProxy(settings.value) };
}

/** {@link proxyFor} by the variables of an environment. */
export const findProxy = (target: string, env: Environment): ProxyInForce | undefined =>
  proxyFor(target, resolveProxy(env));

/** The entries of NO_PROXY by which other programs go past the proxy to this host, and the requests do not. */
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
