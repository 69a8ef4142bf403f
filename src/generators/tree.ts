/** The part of Nx's `Tree` that generators here use; the same in every Nx from 20.1 to 24. */
export interface Tree {
  /** the folder of the workspace */
  readonly root: string;
  /** Lists the names in a folder; empty if it does not exist. */
  children(folder: string): string[];
  exists(path: string): boolean;
  read(path: string, encoding: 'utf-8'): string | null;
  write(path: string, content: string): void;
}

/** The tree for `migrate`, which searches folders. */
export interface FolderTree extends Tree {
  isFile(path: string): boolean;
}

/** Reads a file of the workspace; empty if it does not exist. */
export const readText = (tree: Tree, path: string): string =>
  (tree.exists(path) ? tree.read(path, 'utf-8') : null) ?? '';
