import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EntraSettings } from '../config/entra.js';
import { findWorkspaceRoot } from '../nx/workspace.js';
import { assertPrivateFolder, readPrivateFile } from './private-file.js';
import { readSessions } from './sessions.js';
import type { HeldToken } from './shared-token.js';

/**
 * Keeps the token of a developer's tool for the next runs, as the tool keeps its own: in a file of the user alone. A token
 * of any other source is not kept. Whatever is wrong with the file, it is as if it were not there.
 *
 *     ~/.cache/nx-azure-cache/<digest>.json
 *     { "key": "<digest>", "token": "eyJ…", "expires": 1764331200000, "tool": "az", "tenantId": "…" }
 *
 * The digest is of the account, of the variables that choose a credential, and of the tools' own sessions. It changes with
 * `az logout`, and with `az login` as another user; `az login` as the same user leaves it, and the token, as they are.
 */
export interface TokenKeeper {
  readonly folder: string;
  /** Undefined unless it is good for five minutes more. */
  readonly read: () => HeldToken | undefined;
  /** Deletes that token; another one, which another run has kept meanwhile, stays. */
  readonly drop: (token: string) => void;
  /**
   * Before a token is asked for.
   *
   * @returns what keeps it, unless somebody has signed in or out meanwhile
   */
  readonly prepare: () => (given: HeldToken) => void;
}

/** Undefined where nothing is to be kept: also where the folder is a part of a workspace, which is shared. */
export function createTokenKeeper(settings: EntraSettings, account: string): TokenKeeper | undefined {
  const { tokenFolder: folder, variables, sessions, authority } = settings;
  if (folder === undefined || findWorkspaceRoot(folder, {}) !== undefined) return undefined;
  const keyNow = () => {
    const { digest } = readSessions(sessions);
    return createHash('sha256')
      .update(JSON.stringify([1, account, authority, variables, digest]))
      .digest('hex');
  };
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    folder,
    read: silently(() => {
      assertPrivateFolder(folder);
      const key = keyNow();
      return parse(readPrivateFile(fileOf(key)), key);
    }),
    drop: (token) => {
      silently(() => {
        assertPrivateFolder(folder);
        const file = fileOf(keyNow());
        const kept = JSON.parse(readPrivateFile(file)) as { readonly token?: unknown };
        if (kept.token === token) rmSync(file);
      })();
    },
    prepare: () => {
      const key = keyNow();
      return (given) => {
        const { token, expires, tool, tenantId } = given;
        if (tool === undefined || !readSessions(sessions).has(tool) || keyNow() !== key) return;
        silently(() => {
          write(folder, fileOf(key), JSON.stringify({ key, token, expires, tool, tenantId }));
        })();
      };
    },
  };
}

const silently =
  <T>(work: () => T) =>
  (): T | undefined => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };

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

/** Whole or not at all: others may read it, or write it, at the same moment. */
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

/** Of sessions that are no more. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > day) rmSync(file, { force: true });
  }
}
