import { posix } from 'node:path';

import type { FolderTree } from '../tree.js';

/** A place in the workspace that names a variable of a former cache. */
export interface FoundVariable {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/** Where a workspace sets variables: these files in the root, and these folders of CI systems. */
const rootFiles =
  /^(\.(local\.)?env(\..+)?|package\.json|azure-pipelines.*\.ya?ml|\.gitlab-ci\.yml|bitbucket-pipelines\.yml|Jenkinsfile.*)$/;
const folders = /^(\.github|\.circleci|\.buildkite|\.azure.*|\.pipelines|\.gitlab)$/;
const inFolders = /\.(ya?ml|json|sh)$/;

/** The variables of former caches; not Nx's own, such as `NX_CACHE_DIRECTORY`. */
const formerVariable =
  /\b(?:NXCACHE_[A-Z0-9_]+|NX_CACHE_(?:AZURE|S3)_[A-Z0-9_]+|NX_AWS_[A-Z0-9_]+|NX_KEY|NX_POWERPACK_LICENSE|NX_DB_CACHE)\b/g;

/**
 * Finds the variables of former caches, each once a line, in the order of the files.
 *
 * @param more files to read besides
 */
export function findVariables(tree: FolderTree, more: readonly string[]): FoundVariable[] {
  const root = tree.children('.');
  const files = [
    ...root.filter((name) => rootFiles.test(name) && tree.isFile(name)),
    ...more.filter((path) => tree.exists(path) && tree.isFile(path)),
    ...root.filter((name) => folders.test(name)).flatMap((name) => filesBelow(tree, name)),
  ];
  return [...new Set(files)].sort().flatMap((file) => variablesIn(file, tree.read(file, 'utf-8') ?? ''));
}

function filesBelow(tree: FolderTree, path: string): string[] {
  if (tree.isFile(path)) return inFolders.test(path) ? [path] : [];
  return tree.children(path).flatMap((name) => filesBelow(tree, posix.join(path, name)));
}

function variablesIn(file: string, text: string): FoundVariable[] {
  return text.split('\n').flatMap((line, index) => {
    const names = new Set(line.match(formerVariable) ?? []);
    return [...names].map((name) => ({ file, line: index + 1, name }));
  });
}

/**
 * Lists every place that names a variable of a former cache, with the current name. Values are not printed.
 *
 * @param isFromNx whether Nx's own cache is migrated; else another product of Nx may need the license key
 */
export function variablesToRename(variables: readonly FoundVariable[], isFromNx: boolean): string[] {
  const found = variables.filter(({ name }) => isFromNx || !/^NX_(KEY|POWERPACK_LICENSE)$/.test(name));
  if (found.length === 0) return [];
  return [
    'Rename or remove these variables, and the secrets of CI behind them (these files were not changed):',
    ...found.map(({ file, line, name }) => `  ${file}:${line}  ${name} → ${currentNameOf(name)}`),
  ];
}

/** A variable of nx-remotecache-azure, without `NXCACHE_` (before version 3: `NX_CACHE_`) → what replaces it. */
const currentNames: Readonly<Record<string, string>> = {
  AZURE_CONNECTION_STRING: 'AZURE_STORAGE_CONNECTION_STRING',
  AZURE_SAS_URL: 'AZURE_STORAGE_SAS_TOKEN, with only the part after the "?" of the URL',
  AZURE_ACCOUNT_NAME: 'NX_AZURE_CACHE_ACCOUNT_NAME, or azure.accountName in nx.json',
  AZURE_ACCOUNT_KEY: 'AZURE_STORAGE_KEY',
  AZURE_CONTAINER: 'NX_AZURE_CACHE_CONTAINER, or azure.container in nx.json',
  AZURE_URL: 'NX_AZURE_CACHE_ENDPOINT, or azure.endpoint in nx.json',
  AZURE_AD_AUTH: 'nothing: Entra ID is used if there is no other credential',
  READ: 'NX_POWERPACK_CACHE_MODE: read-write, read-only or no-cache',
  WRITE: 'NX_POWERPACK_CACHE_MODE: read-write, read-only or no-cache',
};

/** Returns what replaces a variable of a former cache. */
export function currentNameOf(variable: string): string {
  if (/^NX_(KEY|POWERPACK_LICENSE)$/.test(variable))
    return 'nothing: no key is needed, unless azure.license is set or another product of Nx requires it';
  if (variable === 'NX_DB_CACHE')
    return 'nothing: remove it; without its database Nx 20 uses no remote cache';
  const name = /^NX_?CACHE_(.+)$/.exec(variable)?.[1] ?? '';
  return currentNames[name] ?? 'nothing: it belongs to the former runner';
}
