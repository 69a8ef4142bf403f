import { CacheError } from '../../../errors.js';
import { findProxy } from '../../../config/find-proxy.js';
import type { ServiceInfo } from '../../../blob/ping-service.js';
import { fail, pass, type Check, type Finding } from '../check.js';
import { serviceOf, type Setup } from '../setup.js';
import { configuration } from './configuration.js';
import { proxy } from './proxy.js';

/** The service answers, whatever it says. */
export const endpoint: Check = {
  title: 'Endpoint',
  needs: [configuration, proxy],
  async run(setup) {
    const url = serviceOf(setup);
    try {
      return [judge(new URL(url).host, await setup.knock(url))];
    } catch (error) {
      if (!(error instanceof CacheError)) throw error;
      return [explain(url, error, setup)];
    }
  },
};

function judge(host: string, { status, isAzure, ms }: ServiceInfo): Finding {
  if (isAzure) return pass(`${host} answers, in ${Math.round(ms)} ms`);
  return fail(
    `what answers for ${host} (${status}) is not Azure Storage`,
    'see to the proxy in between, which may want a login, or correct azure.endpoint in nx.json',
  );
}

function explain(url: string, error: CacheError, { env }: Setup): Finding {
  const { host } = new URL(url);
  const code = codeOf(error);
  const proxyUrl = findProxy(url, env)?.url;
  if (proxyUrl && !isOfTls(code)) {
    return fail(
      `${host} is not reached through the proxy ${proxyUrl.host} (${code})`,
      `see that the proxy runs and lets this host through, or name ${new URL(url).hostname} in NO_PROXY`,
    );
  }
  const { problem, fix } = problems[code] ?? (isOfTls(code) ? untrusted : unreachable);
  const zone = code === 'ENOTFOUND' ? privateZone(url) : undefined;
  const orZone =
    zone === undefined ? '' : `; a private endpoint needs the zone ${zone} in this network's DNS`;
  return fail(`${host} ${problem} (${code})`, `${fix}${orZone}`);
}

/**
 * `acme.blob.core.usgovcloudapi.net` → `privatelink.blob.core.usgovcloudapi.net`, as in each of Azure's clouds
 * (learn.microsoft.com/azure/private-link/private-endpoint-dns); a host of another name needs none of these zones.
 */
function privateZone(url: string): string | undefined {
  const suffix = /^[a-z0-9]+\.(?:privatelink\.)?(blob\.core\..+)$/.exec(new URL(url).hostname)?.[1];
  return suffix && `privatelink.${suffix}`;
}

/** Node's code for what became of the connection. */
function codeOf({ cause, kind }: CacheError): string {
  const { code } = Object(cause) as { code?: unknown };
  return typeof code === 'string' ? code : kind;
}

/** Of certificates and of the handshake: `CERT_HAS_EXPIRED`, `SELF_SIGNED_CERT_IN_CHAIN`, `ERR_TLS_…`, `ERR_SSL_…`, `EPROTO` */
const isOfTls = (code: string) => /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code);

const correctName = 'correct azure.accountName (or azure.endpoint) in nx.json';

const problems: Readonly<Record<string, { problem: string; fix: string }>> = {
  ENOTFOUND: {
    problem: 'is not a known host',
    fix: correctName,
  },
  EAI_AGAIN: {
    problem: 'cannot be looked up, as no DNS server answers',
    fix: "see to this machine's network",
  },
  ECONNREFUSED: {
    problem: 'refuses connections',
    fix: 'nobody listens there: correct azure.endpoint in nx.json',
  },
  ETIMEDOUT: {
    problem: 'does not answer',
    fix:
      "let this network through the account's firewall (Networking in the portal), or have it reach the account's " +
      'private endpoint; where only a proxy gets out, set HTTPS_PROXY',
  },
};

const untrusted = {
  problem: 'has a TLS certificate that is not trusted here',
  fix: "point NODE_EXTRA_CA_CERTS to your company's root certificate, or correct azure.endpoint in nx.json",
};

const unreachable = { problem: 'cannot be reached', fix: `see to this machine's network, or ${correctName}` };
