import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Runs the script where these are the only commands, beside a shell. */
function installWineBeside(...commands: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'install-wine-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const name of commands) symlinkSync(process.execPath, join(folder, name));
  symlinkSync('/bin/sh', join(folder, 'sh'));
  const { status, stderr } = spawnSync(process.execPath, ['scripts/install-wine.mjs'], {
    env: { PATH: folder },
    encoding: 'utf8',
  });
  return { status, stderr };
}

const compiler = 'x86_64-w64-mingw32-gcc';

test.skipIf(process.platform === 'win32')(
  'the script names the missing commands and their packages where there is no apt-get',
  () => {
    const { status, stderr } = installWineBeside('wine', 'wineserver');
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${compiler} not found: .* sudo apt-get install .* gcc-mingw-w64`));
  },
);

test.skipIf(process.platform === 'win32')('the script installs nothing if no command is missing', () => {
  expect(installWineBeside('wine', 'wineserver', compiler)).toEqual({ status: 0, stderr: '' });
});
