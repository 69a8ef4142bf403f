import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join, posix } from 'node:path';

import { outputsName } from '../archive/entry.js';
import type { Planned } from '../archive/pack/plan-outputs.js';
import { readNxVersion, takesNoOuterLinks } from '../nx/nx-version.js';
import { CacheError } from '../errors.js';

/** Throws for outputs that the Nx of this workspace would not accept from a remote cache. */
export type LinkRule = (outputs: readonly Planned[]) => void;

/**
 * From 24.0.5 on, Nx accepts no remote result with a symbolic link that points outside of the output it is in ("Ignoring
 * the remote cache result"). If one were stored, every machine would download it and still run the task (nrwl/nx#31085).
 *
 * @param root of the workspace
 * @returns a function that throws a CacheError, always with the same message, which names the first such link
 */
export function createLinkRule(root: string, nxVersion = readNxVersion(root)): LinkRule {
  if (!takesNoOuterLinks(nxVersion)) return () => undefined;
  let first: string | undefined;
  return (outputs) => {
    const link = outputs.find((entry) => entry.type === 'symlink' && leavesItsOutput(entry, outputs, root));
    if (!link) return;
    first ??= `${JSON.stringify(link.path.slice(outputsName.length + 1))} links to ${JSON.stringify(link.target)}`;
    throw new CacheError(
      `an artifact was not stored: ${first}, outside of the output that it is in, and Nx from 24.0.5 on accepts no such result from a remote cache; replace the link with a copy, or make its target a part of the same output`,
      { kind: 'archive', retryable: false },
    );
  };
}

/**
 * Nx does not report the outputs of the task. But it has copied each of them whole: a folder of the workspace that contained
 * more than the artifact does is not inside of one.
 */
function leavesItsOutput({ path, target }: Planned, outputs: readonly Planned[], root: string): boolean {
  const folder = posix.dirname(path);
  const pointsTo = posix.join(folder, target);
  const common = commonFolder(folder, posix.dirname(pointsTo));
  if (common === outputsName) return true;
  // An output by a pattern may leave out files beside the link.
  if (common === folder && outputs.some((entry) => entry.path === pointsTo)) return false;
  return hadMore(common, outputs, root);
}

function commonFolder(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((name, index) => name !== right[index]);
  return (differs === -1 ? left : left.slice(0, differs)).join('/');
}

/** Later files do not count: the next task may write beside these outputs. */
function hadMore(folder: string, outputs: readonly Planned[], root: string): boolean {
  const copied = outputs[0]?.stats.mtimeMs ?? 0;
  const packed = new Set(outputs.map(({ path }) => path));
  const there = join(root, folder.slice(outputsName.length));
  return namesIn(there).some(
    (name) => !packed.has(`${folder}/${name}`) && (look(join(there, name))?.ctimeMs ?? Infinity) < copied,
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
