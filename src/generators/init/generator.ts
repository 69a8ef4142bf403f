import { alias } from '../../config/package-name.js';
import { show } from '../../config/show.js';
import { findFormerNames } from '../../config/variables.js';
import { referToOurs } from '../editor-schema.js';
import { installPackages } from '../install-packages.js';
import { editNxJson, readAzureKey, readNxJson } from '../nx-json.js';
import {
  adviseOnCatalog,
  adviseOnUnknown,
  findDeclared,
  overridesTo,
  type Declared,
} from '../declared-package.js';
import { getManifest } from '../manifest.js';
import { adviseOnOverrides } from '../overrides.js';
import { addAlias, ownSpecifier } from '../package-alias.js';
import { detectPackageManager } from '../package-manager.js';
import { shell as ownShell, type Shell } from '../shell.js';
import type { Tree } from '../tree.js';
import { azureBlock } from './azure-block.js';
import { nextSteps } from './next-steps.js';
import type { InitSchema } from './schema.js';

/**
 * Sets the remote cache up: the package under the name that Nx looks for, the `azure` key of nx.json, and the JSON schema
 * that editors check it with. What is there already stays as it is. Nx calls what it returns once the files are there
 * (not in a dry run): it installs, looks whether all is well, and says what to do next.
 *
 * @throws Error with all that is wrong with the answers, and when nothing names the packages of the
 * workspace; then nothing is changed
 */
export function initGenerator(tree: Tree, schema: InitSchema, shell: Shell = ownShell): () => void {
  const nxJson = readNxJson(tree);
  const azure = readAzureKey(tree);
  const kept = azure !== undefined;
  const block = kept ? [] : [{ path: ['azure'], value: azureBlock(schema, nxJson['defaultBase']) }];
  const former = findDeclared(tree, alias);
  const { file, folder } = getManifest(tree);
  const overrides = adviseOnOverrides(overridesTo(tree, alias, 'another package'));
  const changed = addAlias(tree);
  editNxJson(tree, [...block, ...referToOurs(nxJson, folder)]);
  return () => {
    if (changed) installPackages(tree, shell);
    const manager = detectPackageManager(tree);
    if (schema.skipDoctor !== true) examine(manager.exec, tree, shell);
    const notes = [...(former ? notesOn(former, manager.nx) : []), ...overrides, ...renamesIn(azure)];
    shell.say(nextSteps(manager, { kept, file, notes }));
  };
}

const renamesIn = (azure: unknown) =>
  findFormerNames(azure, {}).map(({ former, current }) => `Rename ${former} to ${current}.`);

/** What became of a declaration that was under the alias before. */
function notesOn(former: Declared, nx: string): string[] {
  if (former.is === 'this package') return [];
  if (former.is === 'unknown') return [adviseOnUnknown(former, ownSpecifier)];
  const { specifier } = former.override ?? former.catalog ?? former;
  return [
    `It takes the place of ${show(`${alias}@${specifier}`).slice(1, -1)}. What that leaves behind: ${nx} g ${alias}:migrate`,
    ...adviseOnCatalog(former),
  ];
}

/** Who has not signed in yet gets a finding, and has a set-up all the same. */
function examine(exec: string, { root }: Tree, shell: Shell): void {
  const command = `${exec} nx-azure-cache doctor`;
  if (shell.run(command, root, doctorTimeout)) return;
  shell.say(`\nThe set-up is done, but not all is well yet, see above. Then look again: ${command}\n`);
}

/** ms; it waits for Azure, and for what may sign in to it, longer than anybody would here */
const doctorTimeout = 60_000;
