import { join } from 'node:path';
import { execute } from './execute.js';

/** Makes the tarball afresh from the sources. */
export async function pack(): Promise<void> {
  await execute(['npm', 'run', 'pack'], join(import.meta.dirname, '../../..'));
}

/** The package that users install, as `npm run pack` creates it. */
export const tarball = join(import.meta.dirname, '../../../dist/nx-azure-cache.tgz');
