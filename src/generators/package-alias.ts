import { version } from '../../package.json';
import { alias, ownName } from '../config/package-name.js';
import { editJson, type JsonEdit } from './json/edit-json.js';
import type { Tree } from './tree.js';

/**
 * Has package.json install this package, at the version that runs, under the name that Nx looks for, and under no other:
 * two entries would be two copies, of two versions one day. An entry of the own name that is a file stays that file.
 *
 * @returns whether package.json changed, and with it what is to be installed
 * @throws Error when there is no package.json
 */
export function addAlias(tree: Tree): boolean {
  return change(tree, (manifest) => {
    const plain = specifierOf(manifest, ownName);
    const present = specifierOf(manifest, alias);
    if (plain === undefined && present !== undefined && isThisPackage(present)) return [];
    const section = sections.find((section) => manifest[section]?.[alias] !== undefined) ?? 'devDependencies';
    const before = Object.keys(manifest[section] ?? {}).find((key) => key.localeCompare(alias, 'en') > 0);
    const value = isElsewhere(plain) ? plain : `npm:${ownName}@${version}`;
    return [{ path: [section, alias], value, before }, ...without(manifest, [ownName], section)];
  });
}

/** What package.json has of the vendor's package under the alias, e.g. `^4.0.0`; undefined when there is none. */
export function findVendors(tree: Tree): string | undefined {
  const manifest = JSON.parse(tree.read('package.json', 'utf-8') ?? '{}') as Manifest;
  const present = specifierOf(manifest, alias);
  return present === undefined || isThisPackage(present) ? undefined : present;
}

/** Takes the package out of package.json, by both names. @returns whether package.json changed */
export function removeAlias(tree: Tree): boolean {
  return removePackages(tree, [ownName, alias]);
}

/** Takes packages out of package.json. @returns whether it changed */
export function removePackages(tree: Tree, names: readonly string[]): boolean {
  return change(tree, (manifest) => without(manifest, names));
}

/** Where package.json names what a workspace uses. */
export const sections = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
type Section = (typeof sections)[number];
type Manifest = Partial<Record<Section, Record<string, string>>>;

function change(tree: Tree, editsOf: (manifest: Manifest) => JsonEdit[]): boolean {
  const text = tree.read('package.json', 'utf-8');
  if (text === null) {
    throw new Error(
      'there is no package.json beside nx.json: the package is installed by a package manager. ' +
        'Run "npm init -y" first, or add package.json by hand. Nothing was changed.',
    );
  }
  const edited = editJson(text, editsOf(JSON.parse(text) as Manifest));
  if (edited !== text) tree.write('package.json', edited);
  return edited !== text;
}

function specifierOf(manifest: Manifest, name: string): string | undefined {
  return sections.map((section) => manifest[section]?.[name]).find((specifier) => specifier !== undefined);
}

/** A file, a folder or a URL: no registry has it. */
const isElsewhere = (specifier = '') => /^(file|link|portal|https?|git[+\w]*):|^\.{0,2}\//.test(specifier);

/** Whether what package.json has under the alias is this package, from a registry or from elsewhere. */
export const isThisPackage = (specifier: string) =>
  isElsewhere(specifier) || specifier.startsWith(`npm:${ownName}@`) || specifier === `npm:${ownName}`;

/** A section that has nothing else goes with them, as npm does it, unless it is to keep something. */
function without(manifest: Manifest, names: readonly string[], kept?: Section): JsonEdit[] {
  return sections.flatMap((section) => {
    const keys = Object.keys(manifest[section] ?? {});
    const found = keys.filter((key) => names.includes(key));
    const all = found.length > 0 && found.length === keys.length && section !== kept;
    const paths = all ? [[section]] : found.map((key) => [section, key]);
    return paths.map((path) => ({ path, value: undefined }));
  });
}
