import { editNxJson } from '../nx-json.js';
import { addAlias, removePackages } from '../package-alias.js';
import type { FolderTree } from './find-variables.js';
import type { Migration } from './migration.js';
import { redact } from './redact.js';
import { unifiedDiff } from './unified-diff.js';

/**
 * Writes what the migrations found.
 *
 * @returns path → how it changed, for each file that did; without secrets
 */
export function applyMigrations(tree: FolderTree, migrations: readonly Migration[]): Record<string, string> {
  const files = ['nx.json', 'package.json'].filter((path) => tree.exists(path));
  const before = files.map((path) => [path, textOf(tree, path)] as const);
  const packages = migrations.flatMap((migration) => migration.packages);
  if (migrations.some(({ moves }) => moves)) addAlias(tree);
  if (packages.length > 0) removePackages(tree, packages);
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
