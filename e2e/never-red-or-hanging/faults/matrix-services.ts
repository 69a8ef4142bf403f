import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite, type Azurite } from '../../../test/support/azurite.js';
import { startTokenService, type TokenService } from '../../../test/support/token-service.js';
import { installNx } from '../../../test/support/install/nx-version.js';
import { writeArtifacts } from './artifacts.js';

/** The services and folders that all cells share. */
export interface MatrixServices {
  readonly azurite: Azurite;
  readonly tokens: TokenService;
  /** with Nx and the packed package */
  readonly install: string;
  /** the outputs of the tasks, see artifacts.ts */
  readonly source: string;
  close(): Promise<void>;
}

/** Everything is on the loopback; the package must be packed. */
export async function startMatrixServices(): Promise<MatrixServices> {
  const install = await installNx('24');
  const [azurite, tokens] = [await startAzurite(), await startTokenService()];
  const source = mkdtempSync(join(tmpdir(), 'nx-azure-cache-source-'));
  writeArtifacts(source);
  return {
    azurite,
    tokens,
    install,
    source,
    close: async () => {
      tokens.close();
      await azurite.close();
      rmSync(source, { recursive: true });
    },
  };
}
