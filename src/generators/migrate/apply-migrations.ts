import { editJson, type JsonEdit } from '../json/edit-json.js';
import { editNxJson } from '../nx-json.js';
import { addAlias } from '../package-alias.js';
import type { FolderTree } from './find-variables.js';
import { asObject, readJsonObject } from './json-object.js';
import type { Migration } from './migration.js';
import { redact } from './redact.js';
import { sections } from './setup.js';
import { unifiedDiff } from './unified-diff.js';

/** Writes what the migrations found. @returns path → how it changed, for each file that did; without secrets */
export function applyMigrations(tree: FolderTree, migrations: readonly Migration[]): Record<string, string> {
  const files = ['nx.json', 'package.json'].filter((path) => tree.exists(path));
  const before = files.map((path) => [path, textOf(tree, path)] as const);
  // First, since it may find that there is nothing to install the package from.
  if (migrations.some(({ moves }) => moves)) addAlias(tree);
  removePackages(
    tree,
    migrations.flatMap(({ packages }) => packages),
  );
  editNxJson(
    tree,
    migrations.flatMap(({ nxJson }) => nxJson),
  );
  const changed = before.filter(([path, text]) => textOf(tree, path) !== text);
  return Object.fromEntries(
    changed.map(([path, text]) => [path, unifiedDiff(redact(text), redact(textOf(tree, path)))]),
  );
}

const textOf = (tree: FolderTree, path: string) => tree.read(path, 'utf-8') ?? '';

/** A section that has nothing else goes with them, as package managers do it. */
function removePackages(tree: FolderTree, names: readonly string[]): void {
  const manifest = readJsonObject(tree, 'package.json');
  const edits = sections.flatMap((section): JsonEdit[] => {
    const keys = Object.keys(asObject(manifest[section]));
    const found = keys.filter((key) => names.includes(key));
    const isAll = found.length > 0 && found.length === keys.length;
    const paths = isAll ? [[section]] : found.map((key) => [section, key]);
    return paths.map((path) => ({ path, value: undefined }));
  });
  if (edits.length > 0) tree.write('package.json', editJson(textOf(tree, 'package.json'), edits));
}
