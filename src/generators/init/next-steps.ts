import { alias } from '../../config/package-name.js';

/** What was found before anything was changed. */
export interface Former {
  /** whether there was an `azure` key */
  readonly kept: boolean;
  /** what package.json had of the vendor's package under its name */
  readonly replaced: string | undefined;
}

/** What is left to do once the package is installed; `exec` goes in front of a command, e.g. `npx`. */
export function nextSteps(exec: string, { kept, replaced }: Former): string {
  return [
    '',
    kept
      ? 'There is an azure key already, in nx.json or in what it extends; it stays as it is.'
      : 'The remote cache is set up: azure in nx.json. Commit nx.json, package.json and the lock file.',
    ...(replaced === undefined ? [] : [tellReplaced(replaced, exec)]),
    '',
    'Next steps (docs/getting-started.md of nx-azure-cache has them in full):',
    '',
    `1. Sign in, for example with az login. Then: ${exec} nx-azure-cache doctor`,
    `2. No storage account, or no identity for CI? ${exec} nx g ${alias}:infrastructure`,
    `3. Sign what trusted branches build: ${exec} nx-azure-cache keygen`,
    '',
  ].join('\n');
}

const tellReplaced = (specifier: string, exec: string) =>
  `It takes the place of ${alias}@${specifier}. What that leaves behind: ${exec} nx g ${alias}:migrate`;
