import type { PackageManagerName } from '../config/package-manager.js';
import { show } from '../config/show.js';
import { parseYaml } from './catalogs.js';
import type { JsonEdit } from './json/edit-json.js';
import { packageManagerName } from './package-manager.js';
import type { Request } from './specifier-target.js';
import type { Tree } from './tree.js';

/** An entry by which a package manager installs something else than what is declared. */
export interface Override {
  readonly file: 'package.json' | 'pnpm-workspace.yaml';
  /** of the entry in that file, e.g. `["pnpm", "overrides", "foo@4"]` */
  readonly path: readonly string[];
  /** e.g. `npm:nx-azure-cache@0.1.0`, `$foo`, or `-`, by which pnpm leaves the package out */
  readonly specifier: string;
  /** the declared specifier or the range that it is for; undefined: for all */
  readonly only: string | undefined;
}

interface Place extends Pick<Override, 'file' | 'path'> {
  readonly readBy: readonly PackageManagerName[];
}

/**
 * The first that a package manager reads wins, as pnpm 10, yarn 4 and bun 1 were seen to do. docs.npmjs.com/cli/configuring-npm/package-json#overrides,
 * yarnpkg.com/configuration/manifest#resolutions, pnpm.io/settings/dependency-resolution, bun.com/docs/pm/overrides
 */
const places: readonly Place[] = [
  { file: 'package.json', path: ['pnpm', 'overrides'], readBy: ['pnpm'] },
  { file: 'package.json', path: ['overrides'], readBy: ['npm', 'bun'] },
  { file: 'package.json', path: ['resolutions'], readBy: ['yarn', 'pnpm', 'bun'] },
  { file: 'pnpm-workspace.yaml', path: ['overrides'], readBy: ['pnpm'] },
];

/**
 * The override that decides what a dependency of the root leads to; one of a range only where no other is. Yarn 1 changes
 * none of the root's own, and bun none that is declared as `npm:…`.
 */
export function findOverride(tree: Tree, { name, specifier }: Request): Override | undefined {
  const manager = packageManagerName(tree);
  if (manager === 'yarn' && isClassic(tree)) return undefined;
  if (manager === 'bun' && specifier.startsWith('npm:')) return undefined;
  const found = places
    .filter(({ readBy }) => readBy.includes(manager))
    .flatMap((place) => readAt(tree, place, name))
    .filter(({ path }) => manager === 'bun' || path.at(-1)?.startsWith('**/') === false);
  return found.find(({ only }) => only === undefined) ?? found[0];
}

const isClassic = (tree: Tree) => tree.read('yarn.lock', 'utf-8')?.includes('# yarn lockfile v1') === true;

/** All overrides of a name, also those that another package manager reads. */
export const findOverrides = (tree: Tree, name: string): Override[] =>
  places.flatMap((place) => readAt(tree, place, name));

function readAt(tree: Tree, { file, path }: Place, name: string): Override[] {
  const whole = parseYaml(tree, file);
  const section = Object(path.reduce((value, key) => asRecord(value)[key], whole)) as object;
  const root = String(asRecord(parseYaml(tree, 'package.json'))['name']);
  return Object.entries(section).flatMap(([key, value]) => {
    const specifier: unknown = typeof value === 'object' ? asRecord(value)['.'] : value;
    const selected = select(key, name, root);
    if (selected === undefined || typeof specifier !== 'string' || specifier === '') return [];
    return [{ file, path: [...path, key], specifier, only: selected === '' ? undefined : selected }];
  });
}

/** What a key selects of a dependency of the root: all (empty), a range of it, or nothing (undefined). */
function select(key: string, name: string, root: string): string | undefined {
  const parent = ['**/', `${root}/`, `${root}>`].find((prefix) => key.startsWith(prefix)) ?? '';
  const selector = key.slice(parent.length);
  if (selector === name) return '';
  return selector.startsWith(`${name}@`) ? selector.slice(name.length + 1) : undefined;
}

/** Takes entries out of package.json; what has nothing else goes with them. */
export function takeOut(tree: Tree, overrides: readonly Override[]): JsonEdit[] {
  const going = overrides.filter(({ file }) => file === 'package.json').map(({ path }) => path.join('\n'));
  const whole = parseYaml(tree, 'package.json');
  const goes = (path: readonly string[]): boolean => {
    if (going.includes(path.join('\n'))) return true;
    const keys = Object.keys(asRecord(path.reduce((value, key) => asRecord(value)[key], whole)));
    return keys.length > 0 && path.length < 3 && keys.every((key) => goes([...path, key]));
  };
  const paths = overrides.flatMap(({ path }) => {
    const highest = path.findIndex((_, index) => goes(path.slice(0, index + 1)));
    return highest < 0 ? [] : [path.slice(0, highest + 1)];
  });
  return paths.map((path) => ({ path, value: undefined }));
}

/** What is left to do by hand: files of YAML are not edited. */
export const adviseOnOverrides = (overrides: readonly Override[]): string[] =>
  overrides
    .filter(({ file }) => file !== 'package.json')
    .map((override) => `Take it out of ${describeOverride(override)}.`);

/** `overrides of package.json: "foo": "1.0.0"` */
export const describeOverride = ({ file, path, specifier }: Override) =>
  `${path.slice(0, -1).join('.')} of ${file}: "${path.at(-1) ?? ''}": ${show(specifier)}`;

const asRecord = (value: unknown) => Object(value) as Record<string, unknown>;
