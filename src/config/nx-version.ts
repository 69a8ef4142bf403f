import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const oldest = { major: 20, minor: 1 };
const newestMajor = 24;

/** The version of the Nx that a workspace uses, e.g. `24.0.6`; undefined where it cannot be told. */
export function readNxVersion(root: string): string | undefined {
  try {
    const path = createRequire(join(root, 'nx.json')).resolve('nx/package.json');
    return (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

/** What to tell the user when this package was not made for that Nx; undefined when it was. */
export function adviseOnNxVersion(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > newestMajor) {
    return `Nx ${version} is newer than this package was tested with (20.1 to ${newestMajor}); update nx-azure-cache`;
  }
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
    return `Nx ${version} is too old for a remote cache of this kind; update to Nx 20.1 or later`;
  }
  return undefined;
}
