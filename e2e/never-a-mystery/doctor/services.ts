import { refusingHost, silentHost } from '../../../test/support/unreachable-hosts.js';
import { accountSas } from '../../../test/support/account-sas.js';
import { accountKey, accountName } from '../../../test/support/azurite.js';
import { startProxy, type Proxy } from '../../../test/support/proxy/proxy.js';
import { certificateFile, loopbackTls } from '../../../test/support/tls/loopback.js';
import { startTokenService, type TokenService } from '../../../test/support/token-service.js';
import { startCloud, type Cloud } from '../../../test/support/workspace/cloud.js';
import type { Change, State } from './state.js';

/** All that a set-up can lead to, on the loopback. */
export interface Services {
  readonly cloud: Cloud;
  /** of the account, through the proxy of `cloud` */
  readonly url: string;
  readonly container: string;
  /** a port that nobody listens on, and one where nobody answers: host and port */
  readonly refusing: string;
  readonly silent: string;
  readonly tokens: TokenService;
  /** The account for whoever has the token, over TLS with a certificate that nobody trusts by himself. */
  readonly tls: Proxy;
  /** A set-up in which all is well. */
  readonly healthy: State;
  /** The same with managed identity. */
  readonly entra: Change;
  close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const [cloud, tokens, silent] = [await startCloud(), await startTokenService(), await silentHost()];
  const bearer = { token: tokens.token, sas: accountSas('rcwdl', 3_600_000) };
  const tls = await startProxy({ target: cloud.azurite.url, tls: loopbackTls, bearer });
  const container = await cloud.createContainer();
  const url = cloud.proxy.url;
  return {
    ...{ cloud, tokens, tls, url, container },
    refusing: (await refusingHost()).host,
    silent: silent.host,
    healthy: {
      azure: { accountName, container, endpoint: url },
      nxJson: {},
      env: { AZURE_STORAGE_KEY: accountKey, AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' },
      packages: { nx: { version: '24.0.6' }, '@nx/powerpack-azure-cache': 'packed' },
    },
    entra: {
      azure: { endpoint: tls.url },
      env: {
        AZURE_STORAGE_KEY: undefined,
        NODE_EXTRA_CA_CERTS: certificateFile,
        ...tokens.variablesAt(tokens.url),
      },
    },
    close: async () => {
      silent.close();
      tokens.close();
      await tls.close();
      await cloud.close();
    },
  };
}
