import { posix } from 'node:path';
import { parse } from 'yaml';

import { parseJsonObject, recordAt } from '../nx/json.js';
import { ownName, type PackageIdentity } from '../nx/package-name.js';
import { readText, type Tree } from './tree.js';

/** An entry of a manifest or a catalog: `"<name>": "<specifier>"`. */
export interface Request {
  readonly name: string;
  readonly specifier: string;
  /** the folder that relative paths start from */
  readonly folder: string;
}

/**
 * Finds the package that a specifier leads to, from its text and the files of the workspace. Undefined for a tarball, a URL,
 * a git repository, a workspace member without a path, and an unknown protocol.
 */
export function findTarget(tree: Tree, { name, specifier, folder }: Request): PackageIdentity | undefined {
  const [, protocol, rest = ''] = /^([a-z]+):(.*)$/s.exec(specifier) ?? [];
  switch (protocol) {
    case undefined:
      return isRange(specifier) ? { name } : readIdentity(tree, folder, specifier);
    case 'npm':
      return { name: nameIn(rest) ?? name };
    case 'workspace':
      return isPath(rest) ? readIdentity(tree, folder, rest) : toIdentity(nameIn(rest));
    case 'patch':
      return findPatched(tree, rest, folder);
    case 'file':
    case 'link':
    case 'portal':
      return readIdentity(tree, folder, rest);
    default:
      return undefined;
  }
}

/** A version, a range or a tag; `user/repository` is one of GitHub. */
const isRange = (specifier: string) => !/[/:]/.test(specifier) && !isPath(specifier);

const isPath = (text: string) => /^(\.{1,2}$|\.{0,2}\/|~\/)/.test(text);

const toIdentity = (name: string | undefined) => (name === undefined ? undefined : { name });

/** `nx-azure-cache` of `nx-azure-cache@^1.0.0`; undefined where there is a range alone. */
function nameIn(descriptor: string): string | undefined {
  const name = /^((?:@[^/@]+\/)?[^@]+)@/.exec(descriptor)?.[1];
  return name ?? (descriptor.startsWith('@') || descriptor === ownName ? descriptor : undefined);
}

/** `patch:nx-azure-cache@npm%3A1.0.0#~/.yarn/patches/…`: a patch of yarn's names what it patches in front of the `#`. */
function findPatched(tree: Tree, rest: string, folder: string): PackageIdentity | undefined {
  const descriptor = decodeOrKeep(rest.split('#')[0] ?? '');
  const name = nameIn(descriptor);
  if (name === undefined) return undefined;
  return findTarget(tree, { name, specifier: descriptor.slice(name.length + 1), folder });
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads the package.json of a folder. */
function readIdentity(tree: Tree, ...path: readonly string[]): PackageIdentity | undefined {
  try {
    const file = posix.join(...path, 'package.json');
    const text = tree.read(file, 'utf-8');
    return text === null ? undefined : parseJsonObject(text, file);
  } catch {
    return undefined;
  }
}

/** Finds the package installed by a name; undefined if there is none in `node_modules` (Plug'n'Play). */
export const findInstalled = (tree: Tree, { name, folder }: Pick<Request, 'name' | 'folder'>) =>
  readIdentity(tree, folder, 'node_modules', name);

/** An entry of a catalog. */
export interface CatalogEntry {
  readonly specifier: string;
  /** the file with the catalog */
  readonly file: string;
}

/**
 * Finds the entry that `catalog:<catalog>` refers to: in pnpm-workspace.yaml (pnpm.io/catalogs), in .yarnrc.yml of yarn 4.10 and
 * later (yarnpkg.com/features/catalogs), in package.json or its `workspaces` for bun (bun.sh/docs/install/catalogs).
 *
 * @param catalog its name; empty for the default one
 */
export function findInCatalogs(tree: Tree, catalog: string, name: string): CatalogEntry | undefined {
  const holders = [
    ...yamlFiles.map((file) => ({ file, holder: parseYaml(tree, file) })),
    ...holdersIn(parseYaml(tree, 'package.json')),
  ];
  for (const { file, holder } of holders) {
    const specifier = entriesOf(holder, catalog)[name];
    if (typeof specifier === 'string') return { specifier, file };
  }
  return undefined;
}

const yamlFiles = ['pnpm-workspace.yaml', '.yarnrc.yml'];

const holdersIn = (packageJson: unknown) =>
  [recordAt(packageJson)['workspaces'], packageJson].map((holder) => ({ file: 'package.json', holder }));

/** The default catalog is `catalog` or `catalogs.default`. */
function entriesOf(holder: unknown, catalog: string): Readonly<Record<string, unknown>> {
  const { catalog: unnamed, catalogs } = recordAt(holder);
  const named = recordAt(catalogs, [catalog === '' ? 'default' : catalog]);
  return catalog === '' || catalog === 'default' ? { ...named, ...recordAt(unnamed) } : named;
}

/**
 * Parses a YAML file, or a JSON file, which is YAML, too. Empty or undefined if it is missing or invalid: the package manager
 * reports that.
 */
export function parseYaml(tree: Tree, file: string): unknown {
  try {
    return parse(readText(tree, file));
  } catch {
    return undefined;
  }
}
