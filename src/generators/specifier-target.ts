import { posix } from 'node:path';

import { ownName, type PackageIdentity } from '../config/package-name.js';
import { parseJsonObject } from '../nx/json.js';
import type { Tree } from './tree.js';

/** A package as a manifest or a catalog asks for it: `"<name>": "<specifier>"`. */
export interface Request {
  readonly name: string;
  readonly specifier: string;
  /** the folder that paths start from */
  readonly folder: string;
}

/**
 * The package that a specifier leads to, as far as its text and the files of the workspace tell. Undefined for a tarball, a
 * URL, a git repository, a member of the workspace by its version alone, and for what is not known.
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

/** Of the package in a folder. */
function readIdentity(tree: Tree, ...path: readonly string[]): PackageIdentity | undefined {
  try {
    const file = posix.join(...path, 'package.json');
    const text = tree.read(file, 'utf-8');
    return text === null ? undefined : parseJsonObject(text, file);
  } catch {
    return undefined;
  }
}

/** What is installed by a name; undefined where nothing is, or not in a folder (Plug'n'Play). */
export const findInstalled = (tree: Tree, { name, folder }: Pick<Request, 'name' | 'folder'>) =>
  readIdentity(tree, folder, 'node_modules', name);
