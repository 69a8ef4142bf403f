import { show } from '../../config/show.js';
import { findFormerNames } from '../../config/variables.js';
import { docsPage } from '../../docs-page.js';
import { alias } from '../../nx/package-name.js';
import {
  adviseOnCatalog,
  adviseOnUnknown,
  findDeclared,
  overridesTo,
  type Declared,
} from '../declared-package.js';
import { getManifest } from '../manifest.js';
import { editNxJson, readAzureKey, readNxJson, useOwnSchema } from '../nx-json.js';
import { adviseOnOverrides } from '../overrides.js';
import { addAlias, ownSpecifier } from '../package-alias.js';
import { detectPackageManager, installPackages, type PackageManager } from '../package-manager.js';
import { shell as ownShell, type Shell } from '../shell.js';
import type { Tree } from '../tree.js';
import { azureBlock, type Answers } from './azure-block.js';

/** The options of the generator as Nx passes them: with the defaults of schema.json, not validated. */
interface InitSchema extends Answers {
  skipDoctor?: boolean;
}

/**
 * Sets up the remote cache: the package under the name that Nx looks for, the `azure` key of nx.json, and the JSON schema
 * for editors. What is already set up stays. Nx calls the returned function after it has written the files (not in a dry
 * run): it installs the package, runs doctor, and prints the next steps.
 *
 * @throws Error with all invalid answers, or if nothing names the packages of the workspace; nothing is changed then
 */
export function initGenerator(tree: Tree, schema: InitSchema, shell: Shell = ownShell): () => void {
  const nxJson = readNxJson(tree);
  const azure = readAzureKey(tree);
  const block = azure === undefined ? azureBlock(schema, nxJson['defaultBase']) : undefined;
  const former = findDeclared(tree, alias);
  const { file, folder } = getManifest(tree);
  const overrides = adviseOnOverrides(overridesTo(tree, alias, 'another package'));
  const changed = addAlias(tree);
  editNxJson(tree, [...(block ? [{ path: ['azure'], value: block }] : []), ...useOwnSchema(nxJson, folder)]);
  return () => {
    if (changed) installPackages(tree, shell);
    const manager = detectPackageManager(tree);
    if (schema.skipDoctor !== true) runDoctor(manager, tree, shell);
    const files = file === 'nx.json' ? 'nx.json' : 'nx.json, package.json and the lock file';
    const result = block
      ? `The remote cache is set up: azure in nx.json. Commit ${files}.`
      : 'nx.json, or the preset that it extends, already has an azure key. It was not changed.';
    const notes = [...(former ? notesOn(former, manager) : []), ...overrides, ...renames(azure)];
    shell.print(nextSteps(manager, [result, ...notes]));
  };
}

const renames = (azure: unknown) =>
  findFormerNames(azure, {}).map(({ former, current }) => `Rename ${former} to ${current}.`);

/** Reports what happened to a package that was declared under the alias. */
function notesOn(former: Declared, { nx }: PackageManager): string[] {
  if (former.is === 'this package') return [];
  if (former.is === 'unknown') return [adviseOnUnknown(former, ownSpecifier)];
  const { specifier } = former.override ?? former.catalog ?? former;
  const replaced = show(`${alias}@${specifier}`).slice(1, -1);
  return [
    `It replaces ${replaced}. To find what that package needed: ${nx} g ${alias}:migrate`,
    ...adviseOnCatalog(former),
  ];
}

/** A failed check does not fail the generator: the user may not have signed in yet. */
function runDoctor({ exec }: PackageManager, { root }: Tree, shell: Shell): void {
  const command = `${exec} nx-azure-cache doctor`;
  if (shell.run(command, root, doctorTimeout)) return;
  shell.print(`\nThe cache is set up, but a check failed, see above. Fix it, then check again: ${command}\n`);
}

/** ms; it waits for Azure and for the tools that sign in */
const doctorTimeout = 60_000;

const nextSteps = ({ exec, nx }: PackageManager, results: readonly string[]) => `
${results.join('\n')}

Next steps (details: ${docsPage('getting-started.md')}):

1. Sign in, for example with az login. Then: ${exec} nx-azure-cache doctor
2. No storage account, or no identity for CI? ${nx} g ${alias}:infrastructure
3. Sign what trusted branches build: ${exec} nx-azure-cache keygen
`;
