import { alias } from '../../nx/package-name.js';
import { docsPage } from '../../docs-page.js';
import type { PackageManager } from '../package-manager.js';

/** What was found before anything was changed, and what is to be said of it. */
export interface Former {
  /** whether there was an `azure` key */
  readonly kept: boolean;
  /** the manifest */
  readonly file: 'package.json' | 'nx.json';
  /** on what was declared under the alias */
  readonly notes: readonly string[];
}

/** What is left to do once the package is installed. */
export function nextSteps({ exec, nx }: Pick<PackageManager, 'exec' | 'nx'>, former: Former): string {
  const { kept, file, notes } = former;
  const files = file === 'nx.json' ? 'nx.json' : 'nx.json, package.json and the lock file';
  return [
    '',
    kept
      ? 'There is an azure key already, in nx.json or in what it extends; it stays as it is.'
      : `The remote cache is set up: azure in nx.json. Commit ${files}.`,
    ...notes,
    '',
    `Next steps (${docsPage('getting-started.md')} has them in full):`,
    '',
    `1. Sign in, for example with az login. Then: ${exec} nx-azure-cache doctor`,
    `2. No storage account, or no identity for CI? ${nx} g ${alias}:infrastructure`,
    `3. Sign what trusted branches build: ${exec} nx-azure-cache keygen`,
    '',
  ].join('\n');
}
