import { version } from '../../package.json';
import { alias, ownName } from '../nx/package-name.js';
import { findDeclared, overridesTo } from './declared-package.js';
import { editJson, type JsonEdit } from './edit-json.js';
import { findManifest, getManifest, readEntries, type Manifest } from './manifest.js';
import { findReferences, takeOut, type Override } from './overrides.js';
import type { Tree } from './tree.js';

/** What declares this package under the alias, at the version that runs. */
export const ownSpecifier = `npm:${ownName}@${version}`;

/**
 * Declares this package, at the version that runs, under the name that Nx looks for, and under no other: two entries would be
 * two copies, one day of two versions. An entry of the own name that is a file keeps that file. A declaration that leads to
 * this package by a catalog, a link or a patch stays, and so does one that may or may not be this package. An override that
 * leads to another package is removed.
 *
 * @returns whether the manifest changed, so that an install is needed
 * @throws Error if there is no manifest
 */
export function addAlias(tree: Tree): boolean {
  const manifest = getManifest(tree);
  const plain = findDeclared(tree, ownName);
  const present = findDeclared(tree, alias);
  if (present?.is === 'unknown') return false;
  const isKept =
    present?.is === 'this package' &&
    (plain === undefined || !present.specifier.startsWith(`npm:${ownName}`));
  const section = present?.section ?? manifest.main;
  const gone = without(tree, manifest, { names: [ownName], kept: section });
  if (isKept) return write(tree, manifest, gone);
  const before = Object.keys(readEntries(tree, manifest, section)).find(
    (key) => key.localeCompare(alias, 'en') > 0,
  );
  const value = plain && isElsewhere(plain.specifier) ? plain.specifier : ownSpecifier;
  const foreign = present?.is === 'this package' ? [] : overridesTo(tree, alias, 'another package');
  return write(tree, manifest, [
    { path: [...section, alias], value, before },
    ...gone,
    ...takeOut(tree, foreign),
  ]);
}

/**
 * Removes the package from the manifest, by both names, with the overrides that lead to it.
 *
 * @returns whether the manifest changed
 */
export function removeAlias(tree: Tree): boolean {
  const manifest = getManifest(tree);
  const names = ownNames(tree);
  return write(tree, manifest, [
    ...without(tree, manifest, { names }),
    ...(manifest.file === 'package.json' ? takeOut(tree, ownOverrides(tree)) : []),
  ]);
}

/** Finds the overrides that lead to this package, or refer to its declaration. */
export function ownOverrides(tree: Tree): Override[] {
  const names = ownNames(tree);
  const leading = names.flatMap((name) => overridesTo(tree, name, 'this package'));
  const isFound = ({ file, path }: Override) =>
    leading.some((one) => one.file === file && one.path.join('\n') === path.join('\n'));
  return [...leading, ...findReferences(tree, names).filter((one) => !isFound(one))];
}

function ownNames(tree: Tree): string[] {
  const isOurs = findDeclared(tree, alias)?.is === 'this package';
  return isOurs ? [ownName, alias] : [ownName];
}

/**
 * Removes packages from the manifest.
 *
 * @returns whether it changed
 */
export function removePackages(tree: Tree, names: readonly string[]): boolean {
  const manifest = getManifest(tree);
  return write(tree, manifest, without(tree, manifest, { names }));
}

/** Reads all that the workspace declares: name → specifier. */
export function readPackages(tree: Tree): Readonly<Record<string, unknown>> {
  const manifest = findManifest(tree);
  const all = manifest?.sections.map((section) => readEntries(tree, manifest, section)) ?? [];
  return Object.assign({}, ...all) as Record<string, unknown>;
}

function write(tree: Tree, { file }: Manifest, edits: readonly JsonEdit[]): boolean {
  const text = tree.read(file, 'utf-8') ?? '';
  const edited = editJson(text, edits);
  if (edited !== text) tree.write(file, edited);
  return edited !== text;
}

/** A file, a folder, a URL or a patch: no registry has it. */
const isElsewhere = (specifier: string) =>
  /^(file|link|portal|patch|https?|git[+\w]*):|^\.{0,2}\//.test(specifier);

interface Going {
  readonly names: readonly string[];
  /** the section that gets another entry */
  readonly kept?: readonly string[];
}

/** A section that becomes empty is removed, too, as npm does, unless it is `kept`. */
function without(tree: Tree, manifest: Manifest, { names, kept = [] }: Going): JsonEdit[] {
  return manifest.sections.flatMap((section) => {
    const keys = Object.keys(readEntries(tree, manifest, section));
    const found = keys.filter((key) => names.includes(key));
    const all = found.length > 0 && found.length === keys.length && section.join() !== kept.join();
    const paths = all ? [[...section]] : found.map((key) => [...section, key]);
    return paths.map((path) => ({ path, value: undefined }));
  });
}
