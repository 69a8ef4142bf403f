import { readFileSync } from 'node:fs';

/** Reads a text file of this package by its path from the root, which is two folders up from here and from the bundle. */
export const readPackageFile = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
