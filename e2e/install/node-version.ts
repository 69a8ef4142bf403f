import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.js';
import { execute } from './execute.js';

/** The lines of Node that the package supports. */
export type NodeLine = '20' | '22' | '24';

/** The newest Node of a line, from npm: the package per platform is the plain binary, without install scripts. */
export async function installNode(line: NodeLine): Promise<string> {
  if (process.versions.node.startsWith(`${line}.`)) return process.execPath;
  const binary = `node-${process.platform}-${process.arch}`;
  const folder = await cachedFolder(`node-${line}`, async (empty) => {
    writeFileSync(join(empty, 'package.json'), '{ "private": true }');
    await execute(['npm', 'install', '--no-audit', '--no-fund', `${binary}@${line}`], empty);
  });
  return join(folder, 'node_modules', binary, 'bin/node');
}
