import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, shuffle } from '../../test/support/random.js';

const modules = join(import.meta.dirname, '../../node_modules');
const packages = [
  '@azure',
  '@typescript-eslint',
  'azurite/dist',
  'eslint',
  'prettier',
  'rolldown',
  'typescript/lib',
  'valibot',
  'vitest',
];

export interface Source {
  readonly path: string;
  readonly size: number;
}

/** Typical outputs of builds: JavaScript, maps and declarations, from the packages this project is developed with. */
export function listSources(): Source[] {
  const paths = packages.flatMap((name) => filesBelow(join(modules, name)));
  const wanted = paths.filter((path) => /\.(?:[cm]?js|map|d\.[cm]?ts)$/.test(path)).sort();
  return shuffle(wanted, createRandom(1)).map((path) => ({ path, size: statSync(path).size }));
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** The sources one after the other, again and again, in pieces of the requested sizes. */
export class SourceText {
  readonly #sources: readonly Source[];
  #next = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  take(size: number): Buffer {
    while (this.#rest.length < size) this.#rest = Buffer.concat([this.#rest, this.#read()]);
    const piece = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    return piece;
  }

  #read(): Buffer {
    const source = this.#sources[this.#next++ % this.#sources.length];
    if (source === undefined) throw new Error('there are no sources to take outputs from');
    return readFileSync(source.path);
  }
}
