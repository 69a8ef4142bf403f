/**
 * Installs the packages that run and build Windows programs on Linux: on Debian and Ubuntu, as root. On other systems it
 * prints the missing commands, and fails.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';

/** Command → the package of Debian that has it. */
const packages = {
  wine: 'wine',
  wineserver: 'wine64',
  'x86_64-w64-mingw32-gcc': 'gcc-mingw-w64-x86-64-win32',
};

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const missing = Object.keys(packages).filter((command) => !has(command));

if (missing.length > 0) {
  const names = Object.values(packages).join(' ');
  if (!has('apt-get') || process.getuid?.() !== 0) {
    process.stderr.write(
      `${missing.join(', ')} not found: install what has them (on Debian and Ubuntu: sudo apt-get install --no-install-recommends ${names})\n`,
    );
    process.exit(1);
  }
  const apt = (...args) =>
    execFileSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...names.split(' '));
}
