import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { RunReport } from '../../runs/run-report.js';

/**
 * Writes a report as JSON. What reads along sees the old file or the new one, never a part.
 *
 * @param path from the workspace's root; a folder, or what ends with a slash, gets one file a run
 * @throws what the file system throws
 */
export function writeReport(report: RunReport, root: string, path: string): void {
  const file = fileFor(report, resolve(root, path), /[\\/]$/.test(path));
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, `${JSON.stringify(report, undefined, 2)}\n`);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function fileFor({ end }: RunReport, path: string, isFolder: boolean): string {
  if (!isFolder && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  return unused(join(path, `${end.replaceAll(':', '-')}-${process.pid}`));
}

/** One process may end several runs in one millisecond. */
function unused(stem: string, attempt = 1): string {
  const file = attempt === 1 ? `${stem}.json` : `${stem}-${attempt}.json`;
  return existsSync(file) ? unused(stem, attempt + 1) : file;
}
