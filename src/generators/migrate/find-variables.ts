import { posix } from 'node:path';

import type { Tree } from '../tree.js';
import { formerVariable } from './new-names.js';

/** Nx's `Tree`, to look around in. */
export interface FolderTree extends Tree {
  children(path: string): string[];
  isFile(path: string): boolean;
}

/** A place in the workspace that names a variable of a former cache. */
export interface FoundVariable {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/** Where variables are set for a workspace: in the root by name, and in the folders of CI. */
const rootFiles =
  /^(\.(local\.)?env(\..+)?|package\.json|azure-pipelines.*\.ya?ml|\.gitlab-ci\.yml|bitbucket-pipelines\.yml|Jenkinsfile.*)$/;
const folders = /^(\.github|\.circleci|\.buildkite|\.azure.*|\.pipelines|\.gitlab)$/;
const inFolders = /\.(ya?ml|json|sh)$/;

/** Each variable once a line; `more` are files to look into besides. The order is that of the files. */
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
