import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { unpack } from '../../src/archive/unpack/unpack.js';
import { ArchiveError } from '../../src/errors.js';
import { hostileArchives } from './archives.js';
import { inChunks } from './bodies.js';
import { snapshot } from './snapshot.js';
import { countEntries, file, tarOf, type Part } from './tar-builder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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

function unpackParts(parts: readonly Part[], out: string, platform?: NodeJS.Platform) {
  const tar = tarOf(parts);
  return unpack(inChunks(tar, 1000), out, { entries: countEntries(parts), size: tar.length }, platform);
}

/** With something behind the outputs' folder that Windows cannot hold. */
const unportable = (parts: readonly Part[]) =>
  parts.flatMap((part) => (part.name === 'outputs/' ? [part, file('outputs/q?')] : [part]));

describe.each(hostileArchives)('$name', ({ hostile, harmless }) => {
  test('is refused, and nothing is written outside', async () => {
    const { out, outside } = beside();
    const before = outside();
    await expect(unpackParts(hostile, out)).rejects.toThrow(ArchiveError);
    expect(outside()).toEqual(before);
  });

  test('is not mistaken for something that Windows cannot hold', async () => {
    const { out, outside } = beside();
    const before = outside();
    await expect(unpackParts(unportable(hostile), out, 'win32')).rejects.toMatchObject({ unportable: false });
    expect(outside()).toEqual(before);
  });

  test('is accepted without its hostile part', async () => {
    await expect(unpackParts(harmless, beside().out)).resolves.toEqual({
      terminalOutput: expect.any(String) as string,
    });
  });
});
