import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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

/** The paths of what git keeps, and of what it would keep, that match. */
export function listFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\0').filter((path) => pattern.test(path));
}
