import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';

import type { EntraSettings, Tool } from '../../config/entra.js';
import { findWorkspaceRoot } from '../../nx/workspace.js';
import { quietly } from '../../quietly.js';
import type { HeldToken } from './shared-token.js';

/**
 * Keeps the token of a developer's tool for the next runs, as the tool keeps its own: in a file that only the user can read. A
 * token from any other source is not kept. A file with any defect counts as missing.
 *
 *     ~/.cache/nx-azure-cache/<digest>.json
 *     { "key": "<digest>", "token": "eyJ…", "expires": 1764331200000, "tool": "az", "tenantId": "…" }
 *
 * The digest covers the account, the variables that choose a credential, and the tools' own sessions. It changes with
 * `az logout`, and with `az login` as another user, but not with `az login` as the same user.
 */
export interface TokenKeeper {
  readonly folder: string;
  /** The token, if it is valid for five minutes more. */
  readonly read: () => HeldToken | undefined;
  /** Deletes that token. One that another run has kept since then stays. */
  readonly drop: (token: string) => void;
  /**
   * To be called before a token is requested.
   *
   * @returns a function that keeps it, unless somebody has signed in or out since then
   */
  readonly prepare: () => (given: HeldToken) => void;
}

/** Undefined where tokens are not kept; also when the folder is inside a workspace, which is shared. */
export function createTokenKeeper(settings: EntraSettings, account: string): TokenKeeper | undefined {
  const { tokenFolder: folder, variables, sessions, authority } = settings;
  if (folder === undefined || findWorkspaceRoot(folder, {}) !== undefined) return undefined;
  const keyBy = ({ digest }: Sessions) =>
    createHash('sha256')
      .update(JSON.stringify([1, account, authority, variables, digest]))
      .digest('hex');
  const keyNow = () => keyBy(readSessions(sessions));
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    folder,
    read: () =>
      quietly(() => {
        assertPrivateFolder(folder);
        const key = keyNow();
        return parse(readPrivateFile(fileOf(key)), key);
      }),
    drop: (token) => {
      quietly(() => {
        assertPrivateFolder(folder);
        const file = fileOf(keyNow());
        const kept = JSON.parse(readPrivateFile(file)) as { readonly token?: unknown };
        if (kept.token === token) rmSync(file);
      });
    },
    prepare: () => {
      const key = keyNow();
      return (given) => {
        const { token, expires, tool, tenantId } = given;
        const current = readSessions(sessions);
        if (tool === undefined || !current.has(tool) || keyBy(current) !== key) return;
        quietly(() => {
          write(folder, fileOf(key), JSON.stringify({ key, token, expires, tool, tenantId }));
        });
      };
    },
  };
}

const atLeast = 5 * 60_000;
/** Entra ID gives none that is valid for longer (learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime). */
const atMost = 29 * 60 * 60_000;

function parse(text: string, key: string): HeldToken | undefined {
  const kept = JSON.parse(text) as Partial<Record<string, unknown>>;
  const { token, expires, tool, tenantId } = kept;
  const isWhole =
    kept['key'] === key &&
    typeof token === 'string' &&
    /^[\w.~+/=-]+$/.test(token) &&
    typeof expires === 'number' &&
    (tool === 'az' || tool === 'azd' || tool === 'pwsh') &&
    (tenantId === undefined || typeof tenantId === 'string');
  if (!isWhole) return undefined;
  const left = expires - Date.now();
  return left > atLeast && left < atMost ? { token, expires, tool, tenantId, kept: true } : undefined;
}

/** Writes the file whole or not at all: another run may read or write it at the same moment. */
function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertPrivateFolder(folder);
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  sweep(folder);
}

const day = 24 * 60 * 60_000;

/** Deletes the tokens of earlier sessions. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > day) rmSync(file, { force: true });
  }
}

/** Who is signed in with the tools of a developer, as a digest. */
interface Sessions {
  /**
   * Another one after `az logout`, after `az account set` to another subscription, and after an `az login` that changes the user
   * or the subscriptions. `az login` as the same user leaves the profile as it is (azure/cli/core/_profile.py,
   * `_set_subscriptions`), and so this digest and a kept token.
   */
  readonly digest: string;
  /** whether a tool has a session at all */
  readonly has: (tool: Tool) => boolean;
}

/** Reads the files by which the tools know who is signed in; one that cannot be read is none. */
function readSessions(files: EntraSettings['sessions']): Sessions {
  const found = Object.entries(files).map(
    ([tool, file]) => [tool, quietly(() => readFileSync(file, 'base64'))] as const,
  );
  const digest = createHash('sha256').update(JSON.stringify(found)).digest('hex');
  return { digest, has: (tool) => found.some(([name, content]) => name === tool && content !== undefined) };
}

/** Throws unless the path is a folder, not a link, that only this user can access. */
function assertPrivateFolder(folder: string): void {
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || !isPrivate(stats)) throw new Error(`${folder} is accessible to other users`);
}

/** bytes */
const longest = 65_536;

/** Reads a small file that only this user can access. Throws for all others, and for a link or a pipe. */
function readPrivateFile(file: string): string {
  // Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
  const descriptor = openSync(file, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > longest || !isPrivate(stats))
      throw new Error(`${file} is accessible to other users`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has no such bits: the folder of the user's profile is as private as the system makes it. */
const isPrivate = ({ uid, mode }: Stats) =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
