import type { Tree } from '../../src/generators/tree.js';

/** A workspace in memory: path → content. */
export function treeOf(files: Record<string, string>): Tree & { readonly files: Record<string, string> } {
  return {
    root: '/workspace',
    files,
    exists: (path) => path in files,
    read: (path) => files[path] ?? null,
    write: (path, content) => {
      files[path] = content;
    },
  };
}
