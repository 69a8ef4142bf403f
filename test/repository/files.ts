import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** A file of this repository, by its path from the root. */
export const readRepositoryFile = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The package.json of this repository. */
export const manifest = JSON.parse(readRepositoryFile('package.json')) as {
  readonly homepage: string;
  readonly bugs: string;
  readonly engines: { readonly node: string };
  readonly repository: { readonly url: string };
  readonly scripts: Readonly<Record<string, string>>;
};

/** The paths of this repository's files that match the pattern, without installed and built files. */
export function listFiles(pattern: RegExp): string[] {
  return filesIn('').filter((path) => pattern.test(path));
}

const notKept = new Set(['.git', '.tmp', 'dist', 'node_modules']);

function filesIn(folder: string): string[] {
  const entries = readdirSync(new URL(folder, root), { withFileTypes: true });
  return entries
    .filter(({ name }) => !notKept.has(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesIn(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
    );
}
