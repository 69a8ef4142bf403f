import { isThisPackage } from '../config/package-name.js';
import { show } from '../config/show.js';
import { findInCatalogs, type CatalogEntry } from './catalogs.js';
import { findManifest, readEntries, type Manifest } from './manifest.js';
import { findInstalled, findTarget, type Request } from './specifier-target.js';
import type { Tree } from './tree.js';

/** What a workspace asks for by a name, and what that leads to. */
export interface Declared {
  readonly name: string;
  /** as it stands in the manifest, e.g. `catalog:` */
  readonly specifier: string;
  readonly manifest: Manifest;
  readonly section: readonly string[];
  /** `unknown` where neither the text nor what is installed tells */
  readonly is: 'this package' | 'another package' | 'unknown';
  /** where the specifier names a catalog that has it */
  readonly catalog: CatalogEntry | undefined;
}

/** Finds what a workspace declares by a name; undefined when it declares nothing. */
export function findDeclared(tree: Tree, name: string): Declared | undefined {
  const manifest = findManifest(tree);
  for (const section of manifest?.sections ?? []) {
    const specifier = manifest && readEntries(tree, manifest, section)[name];
    if (manifest && typeof specifier === 'string') {
      const catalogName = /^catalog:(.*)$/.exec(specifier)?.[1]?.trim();
      const catalog = catalogName === undefined ? undefined : findInCatalogs(tree, catalogName, name);
      const request = { name, specifier: catalog?.specifier ?? specifier, folder: manifest.folder };
      return { name, specifier, manifest, section, catalog, is: judge(tree, request) };
    }
  }
  return undefined;
}

function judge(tree: Tree, request: Request): Declared['is'] {
  const target = findTarget(tree, request);
  if (target && isThisPackage(target)) return 'this package';
  // The vendor's packages are of that scope; another name may be that of a mirror.
  if (target?.name?.startsWith('@nx/') === true) return 'another package';
  const installed = findInstalled(tree, request);
  if (installed === undefined || request.specifier.startsWith('workspace:')) {
    return installed && isThisPackage(installed) ? 'this package' : 'unknown';
  }
  return isThisPackage(installed) ? 'this package' : 'another package';
}

/** What there is to do about a declaration that cannot be told, and is left alone. */
export const adviseOnUnknown = ({ name, specifier, manifest }: Declared, wanted: string) =>
  `"${name}": ${show(specifier)} in ${manifest.file} stays: it cannot be told whether it is nx-azure-cache. ` +
  `Install the packages and run this again; if it is another package, set it to "${wanted}".`;

/** What is left of a declaration in a catalog, which other packages of the workspace may use; nothing where none is. */
export const adviseOnCatalog = ({ name, catalog }: Declared): string[] =>
  catalog === undefined
    ? []
    : [
        `The catalog in ${catalog.file} keeps "${name}": ${show(catalog.specifier)}: take it out if nothing else uses it.`,
      ];
