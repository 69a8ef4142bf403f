import { findFormerNames } from '../../config/variables.js';
import { docsPage } from '../../docs-page.js';
import { recordAt } from '../../nx/json.js';
import { adviseOnNxVersion } from '../../nx/nx-version.js';
import { alias } from '../../nx/package-name.js';
import { findManifest } from '../manifest.js';
import { editNxJson } from '../nx-json.js';
import { addAlias, removePackages } from '../package-alias.js';
import { detectPackageManager } from '../package-manager.js';
import { shell, type Shell } from '../shell.js';
import type { FolderTree } from '../tree.js';
import { variablesToRename } from './former-variables.js';
import { findUnknown, fromAzureCache } from './from-azure-cache.js';
import { fromOtherRunners } from './from-other-runners.js';
import { fromRemotecacheAzure } from './from-remotecache-azure.js';
import { report } from './report.js';
import { readWorkspace, type Migration, type Workspace } from './workspace.js';

/**
 * Finds out which remote cache the workspace uses, moves it to this package, and prints what it changed and what is left to
 * do; in a dry run, too, of which Nx prints only the names of the files.
 *
 * @throws Error if nx.json or package.json cannot be parsed, or there is no package.json; nothing is written then
 */
export function migrateGenerator(tree: FolderTree, _options: object, to: Pick<Shell, 'print'> = shell): void {
  const workspace = readWorkspace(tree);
  const migrations = [fromRemotecacheAzure, fromAzureCache, fromOtherRunners]
    .map((migrate) => migrate(workspace))
    .filter((migration) => migration !== undefined);
  const unknown = findUnknown(workspace);
  const files = applyMigrations(tree, migrations);
  const after = readWorkspace(tree);
  const manifest = findManifest(tree)?.file;
  const isFromNx = migrations.some(({ from }) => from.includes('@nx/'));
  const todo = [
    ...(manifest !== undefined && manifest in files
      ? [`Install the packages of ${manifest}: ${detectPackageManager(tree).install}`]
      : []),
    ...unknown,
    ...migrations.flatMap((migration) => migration.todo),
    ...variablesToRename(workspace.variables, isFromNx),
    ...(migrations.some(({ moves }) => moves) ? adviseOnNx(after) : []),
    ...(migrations.length > 0 ? findConflictingCaches(after) : []),
  ];
  const notes = [...migrations.flatMap((migration) => migration.notes), ...notesOn(after.nxJson['azure'])];
  to.print(report({ title: describeState(workspace, migrations), files, notes, todo }));
}

/** Writes the changes, and returns the files that changed: path → text before and after. */
function applyMigrations(tree: FolderTree, migrations: readonly Migration[]) {
  const paths = ['nx.json', 'package.json'].filter((path) => tree.exists(path));
  const textOf = (path: string) => tree.read(path, 'utf-8') ?? '';
  const before = paths.map((path) => [path, textOf(path)] as const);
  const packages = migrations.flatMap((migration) => migration.packages);
  if (migrations.some(({ moves }) => moves)) addAlias(tree);
  if (packages.length > 0) removePackages(tree, packages);
  editNxJson(
    tree,
    migrations.flatMap(({ edits }) => edits),
  );
  const texts = before.map(([path, text]) => [path, [text, textOf(path)]] as const);
  return Object.fromEntries(texts.filter(([, [text, now]]) => now !== text));
}

function describeState({ nxJson, packages }: Workspace, migrations: readonly Migration[]): string {
  const moving = migrations.filter(({ moves }) => moves);
  if (moving.length > 0) return `Migrating from ${namesOf(moving)} to nx-azure-cache.`;
  if (migrations.length > 0)
    return `This workspace uses ${namesOf(migrations)}, which this generator cannot migrate.`;
  return nxJson['azure'] !== undefined && packages[alias] !== undefined
    ? 'This workspace uses nx-azure-cache: nothing to migrate.'
    : 'No remote cache to migrate from was found. To set one up: nx generate nx-azure-cache:init';
}

const namesOf = (migrations: readonly Migration[]) => migrations.map(({ from }) => from).join(' and ');

function notesOn(azure: unknown): string[] {
  const renamed = findFormerNames(azure, {}).map(({ former, current }) => `Rename ${former} to ${current}.`);
  if (azure === undefined || recordAt(azure)['trust'] !== undefined) return renamed;
  const sharedScope = `Without azure.trust all runs share one scope: anyone who can write to the container can change what main restores. To set it up: ${docsPage('security.md')}`;
  return [sharedScope, ...renamed];
}

/** Advises on an Nx that this package does not support; a range counts by its lower end. */
function adviseOnNx({ packages: { nx } }: Workspace): string[] {
  const lowest = typeof nx === 'string' ? /\d+\.\d+(\.\d+)?/.exec(nx)?.[0] : undefined;
  const advice = lowest === undefined ? undefined : adviseOnNxVersion(lowest);
  return advice === undefined ? [] : [`Check which Nx is installed: ${advice}.`];
}

/** Finds the caches that Nx prefers to this package, in the order in which it looks for them. */
export function findConflictingCaches({
  nxJson,
  packages,
}: Pick<Workspace, 'nxJson' | 'packages'>): string[] {
  const keys = ['nxCloudId', 'nxCloudAccessToken'].filter((key) => nxJson[key] !== undefined);
  const usesCloud = keys.length > 0 && nxJson['neverConnectToCloud'] !== true;
  const names = Object.keys(packages).filter((name) => bucketCache.test(name));
  return [
    ...(usesCloud
      ? [
          `Remove ${keys.join(' and ')} from nx.json, or set "neverConnectToCloud": true: Nx prefers Nx Cloud to any other remote cache.`,
        ]
      : []),
    ...(names.length > 0
      ? [`Remove ${names.join(' and ')} from package.json: Nx prefers it to this package.`]
      : []),
  ];
}

const bucketCache = /^@nx\/(powerpack-)?(s3|gcs|shared-fs)-cache$/;
