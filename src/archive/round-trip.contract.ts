import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { collect } from '../../test/hostile/bodies.js';
import { snapshot } from '../../test/hostile/snapshot.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { pack } from './pack/pack.js';

test("the system's own tar reads the archive", async () => {
  const root = join(temporaryFolder(), 'made');
  for (const folder of ['d', 'empty']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'ünïcode'), 'ü');
  symlinkSync('../d', join(root, 'd/up'));
  for (const path of longPaths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'archive.tar'), await collect(pack(root, 'it worked').chunks()));
  execFileSync('tar', ['-xpf', 'archive.tar'], { cwd: folder });
  expect(snapshot(join(folder, 'outputs'))).toEqual(snapshot(root));
});

/** Around the limits of a header (100), its prefix (155, 255) and PAX's length (1000). */
const longPaths = [
  ...[91, 92, 99, 100, 101, 155, 156, 255].map((length) => 'n'.repeat(length)),
  ...[941, 942, 976, 977, 982, 983].map((length) => `${'d'.repeat(200)}/`.repeat(4).padEnd(length, 'n')),
];
