import { refusingDoor, silentDoor } from '../../test/closed-doors.js';
import { accountSas } from '../../test/account-sas.js';
import { accountKey, accountName } from '../../test/azurite.js';
import { startProxy, type Proxy } from '../../test/proxy.js';
import { certificateFile, loopbackTls } from '../../test/tls/loopback.js';
import { startTokenService, type TokenService } from '../../test/token-service.js';
import { startCloud, type Cloud } from '../workspace/cloud.js';
import type { Change, State } from './state.js';

/** Everything that a setup can connect to, on the loopback. */
export interface Services {
  readonly cloud: Cloud;
  /** of the account, through the proxy of `cloud` */
  readonly url: string;
  readonly container: string;
  /** host and port of a closed port, and of one that never answers */
  readonly refusing: string;
  readonly silent: string;
  readonly tokens: TokenService;
  /** The account for requests with the token, over TLS with a certificate that is not trusted by default. */
  readonly tls: Proxy;
  /** A healthy setup. */
  readonly healthy: State;
  /** The changes for managed identity. */
  readonly entra: Change;
  close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const [cloud, tokens, silent] = [await startCloud(), await startTokenService(), await silentDoor()];
  const bearer = { token: tokens.token, sas: accountSas('rcwdl', 3_600_000) };
  const tls = await startProxy({ target: cloud.azurite.url, tls: loopbackTls, bearer });
  const container = await cloud.createContainer();
  const url = cloud.proxy.url;
  return {
    cloud,
    tokens,
    tls,
    url,
    container,
    refusing: (await refusingDoor()).host,
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
