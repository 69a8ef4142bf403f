import type { ServiceInfo } from '../../../blob/ping-service.js';
import { findProxy } from '../../../config/find-proxy.js';
import { CacheError } from '../../../errors.js';
import { fail, pass, type Finding, type Findings } from '../check.js';
import { serviceOf, type Setup } from '../setup.js';

/** Checks that the service answers, whatever it answers. */
export async function checkEndpoint(setup: Setup): Promise<Findings> {
  const url = serviceOf(setup);
  try {
    return assessAnswer(new URL(url).host, await setup.knock(url));
  } catch (error) {
    if (!(error instanceof CacheError)) throw error;
    return explainSilence(url, error, setup);
  }
}

function assessAnswer(host: string, { status, isAzure, ms }: ServiceInfo): Finding {
  if (isAzure) return pass(`${host} answers in ${Math.round(ms)} ms`);
  return fail(
    `the response from ${host} (${status}) did not come from Azure Storage`,
    'check for a proxy that intercepts requests or requires a login, or correct azure.endpoint in nx.json',
  );
}

function explainSilence(url: string, error: CacheError, { env }: Setup): Finding {
  const { host, hostname } = new URL(url);
  const code = codeOf(error);
  const proxyUrl = findProxy(url, env)?.url;
  if (proxyUrl && !isOfTls(code)) {
    return fail(
      `${host} cannot be reached through the proxy ${proxyUrl.host} (${code})`,
      `check that the proxy runs and allows this host, or add ${hostname} to NO_PROXY`,
    );
  }
  const { problem, fix } = problems[code] ?? (isOfTls(code) ? untrusted : unreachable);
  const zone = code === 'ENOTFOUND' ? privateZone(hostname) : undefined;
  const orZone =
    zone === undefined ? '' : `; for a private endpoint, add the zone ${zone} to the DNS of this network`;
  return fail(`${host} ${problem} (${code})`, `${fix}${orZone}`);
}

/**
 * `acme.blob.core.usgovcloudapi.net` → `privatelink.blob.core.usgovcloudapi.net`, as in each of Azure's clouds
 * (learn.microsoft.com/azure/private-link/private-endpoint-dns); undefined for hosts of other names.
 */
function privateZone(hostname: string): string | undefined {
  const suffix = /^[a-z0-9]+\.(?:privatelink\.)?(blob\.core\..+)$/.exec(hostname)?.[1];
  return suffix && `privatelink.${suffix}`;
}

/** Node's code for the failure of the connection. */
function codeOf({ cause, kind }: CacheError): string {
  const { code } = Object(cause) as { code?: unknown };
  return typeof code === 'string' ? code : kind;
}

/** Of certificates and of the handshake: `CERT_HAS_EXPIRED`, `SELF_SIGNED_CERT_IN_CHAIN`, `ERR_TLS_…`, `ERR_SSL_…`, `EPROTO` */
const isOfTls = (code: string) => /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code);

const correctName = 'correct azure.accountName (or azure.endpoint) in nx.json';
const checkNetwork = "check this machine's network connection";

const problems: Readonly<Record<string, { problem: string; fix: string }>> = {
  ENOTFOUND: { problem: 'is not a known host', fix: correctName },
  EAI_AGAIN: { problem: 'cannot be looked up: no DNS server answers', fix: checkNetwork },
  ECONNREFUSED: {
    problem: 'refuses connections',
    fix: 'correct azure.endpoint in nx.json: no service listens on that port',
  },
  ETIMEDOUT: {
    problem: 'does not answer',
    fix:
      "allow this network in the storage account's firewall (Networking in the Azure portal), or connect it to the " +
      "account's private endpoint; if this network needs a proxy, set HTTPS_PROXY",
  },
};

const untrusted = {
  problem: 'has a TLS certificate that is not trusted here',
  fix: "set NODE_EXTRA_CA_CERTS to a file with your company's root certificate, or correct azure.endpoint in nx.json",
};

const unreachable = { problem: 'cannot be reached', fix: `${checkNetwork}, or ${correctName}` };
