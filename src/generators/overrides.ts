import { show } from '../config/show.js';
import { recordAt } from '../nx/json.js';
import type { PackageManagerName } from '../nx/package-manager.js';
import type { JsonEdit } from './edit-json.js';
import { packageManagerName } from './package-manager.js';
import { parseYaml } from './specifier-target.js';
import type { Tree } from './tree.js';

/** An entry that makes a package manager install another package or version than the declared one. */
export interface Override {
  readonly file: 'package.json' | 'pnpm-workspace.yaml';
  /** the entry in that file, e.g. `["pnpm", "overrides", "foo@4"]` */
  readonly path: readonly string[];
  /** e.g. `npm:nx-azure-cache@0.1.0`, `$foo`, or `-`, by which pnpm leaves the package out */
  readonly specifier: string;
  /** the declared specifier or the range that it applies to; undefined: all */
  readonly only: string | undefined;
}

/** An override that may apply to a declaration of the root. */
export interface Candidate extends Override {
  /** false if it depends on the version of the package manager or of the package */
  readonly certain: boolean;
}

interface Place extends Pick<Override, 'file' | 'path'> {
  readonly readBy: readonly PackageManagerName[];
}

/**
 * docs.npmjs.com/cli/configuring-npm/package-json#overrides, yarnpkg.com/configuration/manifest#resolutions,
 * pnpm.io/settings/dependency-resolution, bun.com/docs/pm/overrides. Of two, pnpm 10.34 and bun 1.3 take the first (tried).
 */
const places: readonly Place[] = [
  { file: 'package.json', path: ['pnpm', 'overrides'], readBy: ['pnpm'] },
  { file: 'package.json', path: ['overrides'], readBy: ['npm', 'bun'] },
  { file: 'package.json', path: ['resolutions'], readBy: ['yarn', 'pnpm', 'bun'] },
  { file: 'pnpm-workspace.yaml', path: ['overrides'], readBy: ['pnpm'] },
];

/** Finds the overrides that may apply to a declaration of the root, the strongest first. */
export function findCandidates(tree: Tree, name: string, declared: string): Candidate[] {
  const manager = packageManagerName(tree);
  // Tried: bun 1 overrides nothing that is declared as `npm:…`.
  if (manager === 'bun' && declared.startsWith('npm:')) return [];
  const candidates = places
    .filter(({ readBy }) => readBy.includes(manager))
    .flatMap((place) => {
      const isRead = reads(tree, manager, place);
      const found = isRead === 'never' ? [] : readAt(tree, place, name);
      return found.map((override) => ({
        ...override,
        certain: isRead === 'always' && isMeant(override, declared),
      }));
    });
  // Of these bun alone takes one with stars for what the root declares (tried: pnpm 10.34, yarn 4, bun 1.3).
  return candidates.filter(({ path }) => manager === 'bun' || path.at(-1)?.startsWith('**/') !== true);
}

/**
 * Tried: pnpm 10.34 reads package.json, pnpm 11.28 does not. Yarn 1.22 reads `resolutions`, but for what the root itself
 * declares.
 */
function reads(tree: Tree, manager: PackageManagerName, { file }: Place): 'always' | 'never' | 'perhaps' {
  const major = majorOf(tree, manager);
  if (manager === 'yarn') return major === 1 ? 'never' : 'always';
  if (manager !== 'pnpm' || file === 'pnpm-workspace.yaml') return 'always';
  return major === undefined ? 'perhaps' : major > 10 ? 'never' : 'always';
}

/** The major version in `packageManager` of package.json; for yarn else 1 if the head of its lock file says so. */
function majorOf(tree: Tree, manager: PackageManagerName): number | undefined {
  const { packageManager } = recordAt(parseYaml(tree, 'package.json'));
  const [, name, major] = /^(\w+)@(\d+)\./.exec(String(packageManager)) ?? [];
  if (name === manager) return Number(major);
  const lock = tree.exists('yarn.lock') ? tree.read('yarn.lock', 'utf-8') : undefined;
  return manager === 'yarn' && lock?.includes('# yarn lockfile v1') === true ? 1 : undefined;
}

/** Whether it applies to all, or to exactly the declared specifier; ranges are not compared. */
const isMeant = ({ only }: Override, declared: string) =>
  only === undefined || [only, only.replace(/^npm:/, '')].includes(declared);

/** Finds all overrides of a name, also those of other package managers. */
export const findOverrides = (tree: Tree, name: string): Override[] =>
  places.flatMap((place) => readAt(tree, place, name));

/**
 * Finds the overrides of any name that refer to a declaration of the root, as `$nx-azure-cache` does: without that
 * declaration, npm and pnpm refuse to install.
 */
export const findReferences = (tree: Tree, names: readonly string[]): Override[] =>
  places.flatMap(({ file, path }) =>
    entriesBelow(sectionOf(tree, { file, path }), path)
      .filter(([, specifier]) => names.some((name) => specifier === `$${name}`))
      .map(([path, specifier]) => ({ file, path, specifier, only: undefined })),
  );

/** npm nests the overrides of what a package depends on. */
function entriesBelow(section: object, path: readonly string[]): (readonly [readonly string[], string])[] {
  return Object.entries(section).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[[...path, key], value]] : entriesBelow(recordAt(value), [...path, key]),
  );
}

const sectionOf = (tree: Tree, { file, path }: Pick<Place, 'file' | 'path'>) =>
  recordAt(parseYaml(tree, file), path);

function readAt(tree: Tree, { file, path }: Place, name: string): Override[] {
  const section = sectionOf(tree, { file, path });
  const root = String(recordAt(parseYaml(tree, 'package.json'))['name']);
  return Object.entries(section).flatMap(([key, value]) => {
    const specifier: unknown = typeof value === 'object' ? recordAt(value)['.'] : value;
    const selected = select(key, name, root);
    if (selected === undefined || typeof specifier !== 'string' || specifier === '') return [];
    return [{ file, path: [...path, key], specifier, only: selected === '' ? undefined : selected }];
  });
}

/** The part of a root dependency that a key selects: all (empty), a range, or nothing (undefined). */
function select(key: string, name: string, root: string): string | undefined {
  const parent = ['**/', `${root}/`, `${root}>`].find((prefix) => key.startsWith(prefix)) ?? '';
  const selector = key.slice(parent.length);
  if (selector === name) return '';
  return selector.startsWith(`${name}@`) ? selector.slice(name.length + 1) : undefined;
}

/** Removes entries from package.json, and the sections that become empty. */
export function takeOut(tree: Tree, overrides: readonly Override[]): JsonEdit[] {
  const going = overrides.filter(({ file }) => file === 'package.json').map(({ path }) => path.join('\n'));
  const whole = parseYaml(tree, 'package.json');
  const goes = (path: readonly string[]): boolean => {
    if (going.includes(path.join('\n'))) return true;
    const keys = Object.keys(recordAt(whole, path));
    return keys.length > 0 && path.length < 3 && keys.every((key) => goes([...path, key]));
  };
  const paths = overrides.flatMap(({ path }) => {
    const highest = path.findIndex((_, index) => goes(path.slice(0, index + 1)));
    return highest < 0 ? [] : [path.slice(0, highest + 1)];
  });
  return paths.map((path) => ({ path, value: undefined }));
}

/** Lists which entries to remove by hand: YAML files are not edited. */
export const adviseOnOverrides = (overrides: readonly Override[]): string[] =>
  overrides
    .filter(({ file }) => file !== 'package.json')
    .map((override) => `Remove the entry from ${describeOverride(override)}.`);

/** `overrides of package.json: "foo": "1.0.0"` */
export const describeOverride = ({ file, path, specifier }: Override) =>
  `${path.slice(0, -1).join('.')} of ${file}: "${path.at(-1) ?? ''}": ${show(specifier)}`;
