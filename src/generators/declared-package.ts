import { show } from '../config/show.js';
import { isThisPackage } from '../nx/package-name.js';
import { findManifest, readEntries, type Manifest } from './manifest.js';
import { findCandidates, findOverrides, type Candidate, type Override } from './overrides.js';
import {
  findInCatalogs,
  type CatalogEntry,
  findInstalled,
  findTarget,
  type Request,
} from './specifier-target.js';
import type { Tree } from './tree.js';

/** A name that a workspace declares, and the package that it leads to. */
export interface Declared {
  readonly name: string;
  /** as it stands in the manifest, e.g. `catalog:` */
  readonly specifier: string;
  readonly manifest: Manifest;
  readonly section: readonly string[];
  /** `unknown` if neither the text nor the installed package shows it */
  readonly is: Identity;
  /** set if the specifier names a catalog that has it */
  readonly catalog: CatalogEntry | undefined;
  /** the override by which the package manager may install another package */
  readonly override: Override | undefined;
}

export type Identity = 'this package' | 'another package' | 'unknown';

/** Finds the declaration of a name; undefined if there is none. */
export function findDeclared(tree: Tree, name: string): Declared | undefined {
  const manifest = findManifest(tree);
  for (const section of manifest?.sections ?? []) {
    const specifier = manifest && readEntries(tree, manifest, section)[name];
    if (manifest && typeof specifier === 'string') {
      const catalog = findCatalog(tree, name, specifier);
      const overrides = manifest.file === 'package.json' ? findCandidates(tree, name, specifier) : [];
      const request = { name, specifier: catalog?.specifier ?? specifier, folder: manifest.folder };
      const is = decide(tree, request, overrides);
      return { name, specifier, manifest, section, catalog, override: overrides[0], is };
    }
  }
  return undefined;
}

function findCatalog(tree: Tree, name: string, specifier: string): CatalogEntry | undefined {
  const catalog = /^catalog:(.*)$/.exec(specifier)?.[1]?.trim();
  return catalog === undefined ? undefined : findInCatalogs(tree, catalog, name);
}

/** Finds the overrides of a name with a given identity, whichever package manager reads them. */
export const overridesTo = (tree: Tree, name: string, identity: Identity): Override[] =>
  findOverrides(tree, name).filter((override) => judgeOverride(tree, name, override) === identity);

/** If the entries contradict each other, the installed package decides. */
function decide(tree: Tree, request: Request, overrides: readonly Candidate[]): Identity {
  const sure = overrides.findIndex(({ certain }) => certain);
  const possible = sure < 0 ? overrides : overrides.slice(0, sure + 1);
  const verdicts = possible.map((override) => judgeOverride(tree, request.name, override));
  const [identity, ...others] = new Set(sure < 0 ? [...verdicts, judge(tree, request)] : verdicts);
  return identity === undefined || others.length > 0 ? judgeInstalled(tree, request) : identity;
}

function judgeOverride(tree: Tree, name: string, { specifier }: Override): Identity {
  if (specifier === '-') return 'unknown';
  const declared = specifier.startsWith('$') ? findSpecifier(tree, specifier.slice(1)) : specifier;
  if (declared === undefined) return 'unknown';
  const catalog = findCatalog(tree, name, declared);
  return judge(tree, { name, specifier: catalog?.specifier ?? declared, folder: '' });
}

function findSpecifier(tree: Tree, name: string): string | undefined {
  const manifest = findManifest(tree);
  const entries = manifest?.sections.map((section) => readEntries(tree, manifest, section)[name]);
  return entries?.find((specifier) => typeof specifier === 'string');
}

function judge(tree: Tree, request: Request): Identity {
  const target = findTarget(tree, request);
  if (target && isThisPackage(target)) return 'this package';
  // The vendor's packages are in that scope. Any other name may be a mirror's.
  if (target?.name?.startsWith('@nx/') === true) return 'another package';
  const identity = judgeInstalled(tree, request);
  const isMember = request.specifier.startsWith('workspace:');
  return isMember && identity === 'another package' ? 'unknown' : identity;
}

function judgeInstalled(tree: Tree, request: Request): Identity {
  const installed = findInstalled(tree, request);
  if (installed === undefined) return 'unknown';
  return isThisPackage(installed) ? 'this package' : 'another package';
}

/** Advises on a declaration that may or may not be this package, and was not changed. */
export const adviseOnUnknown = ({ name, specifier, manifest }: Declared, wanted: string) =>
  `"${name}": ${show(specifier)} in ${manifest.file} was not changed: it may or may not be nx-azure-cache. ` +
  `Install the packages and run the generator again. If it is another package, set it to "${wanted}".`;

/** Advises on the entry in a catalog, which other packages of the workspace may use; empty if there is none. */
export const adviseOnCatalog = ({ name, catalog }: Declared): string[] =>
  catalog === undefined
    ? []
    : [
        `The catalog in ${catalog.file} still has "${name}": ${show(catalog.specifier)}. Remove it if nothing else uses it.`,
      ];
