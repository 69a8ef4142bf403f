import { recordAt } from '../../nx/json.js';
import { alias } from '../../nx/package-name.js';
import {
  adviseOnCatalog,
  adviseOnUnknown,
  findDeclared,
  overridesTo,
  type Declared,
} from '../declared-package.js';
import { adviseOnOverrides } from '../overrides.js';
import { ownSpecifier } from '../package-alias.js';
import { findConfigProblems } from './azure-block.js';
import { removeLegacyCache, type Migration, type Workspace } from './workspace.js';

const caches = ['@nx/azure-cache', alias];
const keyPackages = ['@nx/key', '@nx/powerpack-license'];

/** Other packages of Nx that need a license. */
const licensed = /^@nx\/(powerpack-(?!azure-cache|license).*|(s3|gcs|shared-fs)-cache|conformance|owners)$/;

/**
 * Migrates from Nx's own @nx/azure-cache or @nx/powerpack-azure-cache: another package with the same configuration. If that
 * is already replaced, it removes the key that is left.
 */
export function fromAzureCache(workspace: Workspace): Migration | undefined {
  const { nxJson, packages } = workspace;
  const declared = declarations(workspace, 'another package');
  const foreign = declared.map(({ name }) => name);
  const found = foreign.filter((name) => caches.includes(name));
  const keys = foreign.filter((name) => keyPackages.includes(name));
  const others = Object.keys(packages).filter((name) => licensed.test(name));
  const isLeftOver = keys.length > 0 && others.length === 0 && nxJson['azure'] !== undefined;
  if (found.length === 0 && !isLeftOver) return undefined;
  return {
    from: (found.length > 0 ? found : keys).join(' and '),
    edits: removeLegacyCache(nxJson),
    // The alias replaces the package of that name.
    packages: [...found.filter((name) => name !== alias), ...(others.length === 0 ? keys : [])],
    moves: true,
    notes: [],
    todo: [
      ...findConfigProblems(nxJson['azure']),
      ...adviseOnKeys(workspace, keys, others),
      ...adviseOnPins(workspace, found),
      ...declared.flatMap(adviseOnCatalog),
    ],
  };
}

/** Advises on packages that may or may not be this one: migrate does not change them. */
export const findUnknown = (workspace: Workspace): string[] =>
  declarations(workspace, 'unknown').map((one) => adviseOnUnknown(one, ownSpecifier));

const declarations = ({ tree }: Workspace, is: Declared['is']): Declared[] =>
  [...caches, ...keyPackages]
    .map((name) => findDeclared(tree, name))
    .filter((one) => one !== undefined)
    .filter((one) => one.is === is);

function adviseOnKeys(
  { tree, nxJson }: Workspace,
  keys: readonly string[],
  others: readonly string[],
): string[] {
  const files = ['.nx/key/key.ini', '.nx/powerpack/license.ini'].filter((path) => tree.exists(path));
  const isUsed = recordAt(nxJson, ['azure'])['license'] !== undefined;
  return [
    ...(keys.length > 0 && others.length > 0
      ? [
          `Remove ${keys.join(' and ')} from package.json unless ${others.join(', ')} needs it; this package needs no key.`,
        ]
      : []),
    ...(files.length > 0 && !isUsed
      ? [`Delete ${files.join(' and ')} unless another product of Nx needs it; this package needs no key.`]
      : []),
  ];
}

/** Versions that were pinned for the former package, or for a dependency that broke it (nrwl/nx#31134). */
function adviseOnPins({ tree, packageJson }: Workspace, found: readonly string[]): string[] {
  // The alias replaces the overrides that lead to the former package.
  const gone = overridesTo(tree, alias, 'another package').map(({ path }) => path.join('.'));
  const pins = ['overrides', 'resolutions', 'pnpm.overrides', 'pnpm.resolutions'].flatMap((section) =>
    Object.keys(recordAt(packageJson, section.split('.'))).map((key) => ({ section, key })),
  );
  const pinned = pins
    .filter(({ section, key }) => !gone.includes(`${section}.${key}`))
    .filter(({ key }) => key === '@azure/core-rest-pipeline' || found.some((name) => key.includes(name)));
  return [
    ...pinned.map(
      ({ section, key }) =>
        `Check whether anything still needs "${key}" in ${section} of package.json; this package does not.`,
    ),
    ...caches.flatMap((name) => adviseOnOverrides(overridesTo(tree, name, 'another package'))),
  ];
}
