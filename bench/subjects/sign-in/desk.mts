import { mkdtempSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { connectionStringAt, accountName } from '../../../test/support/azurite.js';
import { createAz } from '../../../test/cloud/az.js';
import { mintToken } from '../../../test/cloud/token.js';
import { certificateFile } from '../../../test/support/tls/loopback.js';
import { startChild } from '../../child.mjs';
import type { Site } from '../../site.mjs';

/** A developer's computer on which `az login` was done, and the storage behind https. */
export interface Desk {
  /** of the account */
  readonly url: string;
  /** of the account, with its key */
  readonly connectionString: string;
  readonly env: Readonly<Record<string, string>>;
  /** The folder with `az`, for the front of the PATH. */
  readonly bin: string;
  /** How often `az` was started so far. */
  readonly azStarts: () => number;
  readonly close: () => Promise<void>;
}

/** ms; the real one takes 1 to 4 s */
const azDelay = 1_500;

/** `az` is the stand-in of the tests, which is measured too: it takes some 50 ms more than its delay. */
export async function openDesk({ scratch, storagePort, distant }: Site): Promise<Desk> {
  const front = await startChild(new URL('../../tls-front/main.mts', import.meta.url), [String(storagePort)]);
  const url = `https://127.0.0.1:${await distant(front.port)}/${accountName}`;
  const { variables, calls } = createAz(mkdtempSync(join(scratch, 'az-')), {
    kind: 'session',
    user: 'ada@acme.example',
    tenant,
    tokens: { [tenant]: mintToken(claims()) },
    delay: azDelay,
  });
  return {
    url,
    connectionString: connectionStringAt(url),
    close: front.close,
    env: { NODE_EXTRA_CA_CERTS: certificateFile, AZURE_CONFIG_DIR: variables.AZURE_CONFIG_DIR, ...onlyTools },
    bin: variables.PATH.split(delimiter)[0] ?? '',
    azStarts: () => calls().length,
  };
}

/** Else `DefaultAzureCredential` would ask the metadata service of the cloud first, at an address outside of this machine. */
const onlyTools = { AZURE_TOKEN_CREDENTIALS: 'dev' };

const tenant = '11111111-0000-0000-0000-000000000001';

const claims = () => ({
  tid: tenant,
  oid: 'ada',
  appid: 'cli',
  idtyp: 'user' as const,
  upn: 'ada@acme.example',
  aud: 'https://storage.azure.com',
  iss: `https://sts.windows.net/${tenant}/`,
  exp: Math.floor(Date.now() / 1000) + 3600,
});
