import { posix } from 'node:path';

import type { JsonObject } from '../../nx/json.js';

/** The variables that a `.env` file sets to a text as it stands there; those made of others are left out. */
export function readDotenv(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').map((line) => /^\s*(?:export\s+)?([A-Z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = line ?? [];
      return name === undefined || value === undefined || value.includes('$')
        ? []
        : [[name, unquoted(value)]];
    }),
  );
}

const unquoted = (value: string) =>
  /^(["'`])(.*)\1(\s+#.*)?$/.exec(value)?.[2] ?? value.replace(/\s+#.*$/, '');

/** The file that the option `dotenvPath` of a runner names, from the root of the workspace: `{workspaceRoot}/.env.ci`. */
export function dotenvPathOf({ dotenvPath }: JsonObject): string | undefined {
  if (typeof dotenvPath !== 'string') return undefined;
  const path = posix.normalize(dotenvPath.replace('{workspaceRoot}', '.'));
  return path.startsWith('..') || posix.isAbsolute(path) ? undefined : path;
}
