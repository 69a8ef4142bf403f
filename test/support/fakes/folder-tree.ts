import type { FolderTree } from '../../../src/generators/tree.js';
import { treeOf } from './tree.js';

/** The same, to look around in. */
export function folderTreeOf(
  files: Record<string, string>,
): FolderTree & { readonly files: Record<string, string> } {
  return {
    ...treeOf(files),
    children: (folder) => {
      const prefix = folder === '.' ? '' : `${folder}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(prefix));
      return [...new Set(below.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
    },
    isFile: (path) => path in files,
  };
}
