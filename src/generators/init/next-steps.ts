import { alias } from '../../config/package-name.js';

/** What is left to do once the package is installed; `exec` goes in front of a command, e.g. `npx`. */
export function nextSteps(exec: string, { kept }: { readonly kept: boolean }): string {
  return [
    '',
    kept
      ? 'nx.json has an azure key already; it stays as it is.'
      : 'The remote cache is set up: azure in nx.json. Commit nx.json, package.json and the lock file.',
    '',
    'Next steps (docs/getting-started.md of nx-azure-cache has them in full):',
    '',
    `1. Sign in, for example with az login. Then: ${exec} nx-azure-cache doctor`,
    `2. No storage account, or no identity for CI? ${exec} nx g ${alias}:infrastructure`,
    `3. Sign what trusted branches build: ${exec} nx-azure-cache keygen`,
    '',
  ].join('\n');
}
