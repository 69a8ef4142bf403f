import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../src/archive/unpack.js';
import { ArchiveError } from '../../src/errors.js';
import { hostileArchives } from './archives.js';
import { inChunks } from './bodies.js';
import { snapshot } from './snapshot.js';
import { countEntries, tarOf } from './tar-builder.js';
import type { Part } from './tar-builder.js';
import { temporaryFolder } from './temporary-folder.js';

/** `parent/out` is unpacked into, `parent/canary` lies beside it. */
function beside() {
  const parent = temporaryFolder();
  mkdirSync(join(parent, 'canary'));
  writeFileSync(join(parent, 'canary', 'file'), 'untouched');
  return { out: join(parent, 'out'), outside: () => outside(snapshot(parent)) };
}

function outside(everything: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(everything).filter(([path]) => !/^out(?:$|[\\/])/.test(path)));
}

function unpackParts(parts: readonly Part[], out: string) {
  const tar = tarOf(parts);
  return unpack(inChunks(tar, 1000), out, { entries: countEntries(parts), size: tar.length });
}

describe.each(hostileArchives)('$name', ({ hostile, harmless }) => {
  test('is refused, and nothing is written outside', async () => {
    const { out, outside } = beside();
    const before = outside();
    await expect(unpackParts(hostile, out)).rejects.toThrow(ArchiveError);
    expect(outside()).toEqual(before);
  });

  test('is what it is refused for', async () => {
    await expect(unpackParts(harmless, beside().out)).resolves.toBeDefined();
  });
});
