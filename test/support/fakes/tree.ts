import type { Tree } from '../../../src/generators/tree.js';

/** A workspace in memory: path → content. */
export function treeOf(files: Record<string, string>): Tree & { readonly files: Record<string, string> } {
  return {
    root: '/workspace',
    files,
    children: (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(prefix));
      return [...new Set(below.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
    },
    exists: (path) => path in files,
    read: (path) => files[path] ?? null,
    write: (path, content) => {
      files[path] = content;
    },
  };
}
