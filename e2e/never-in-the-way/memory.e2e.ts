import { randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { execute } from '../../test/support/install/execute.js';
import { installNode } from '../../test/support/install/node-version.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import type { Share } from '../../test/support/workspace/cloud.js';

const megabyte = 1024 * 1024;
const lab = useLab();

/** Plays Nx: one call, then the end of the process, where uploads are waited for; measures after that. */
const driver = `
const { createRequire } = require('node:module');
const { writeSync } = require('node:fs');
const { getRemoteCache } = createRequire(process.cwd() + '/nx.json')('@nx/powerpack-azure-cache');
const [call, cacheDirectory] = process.argv.slice(2);
const cache = getRemoteCache();
const pending = call === 'store' ? cache.store('1', cacheDirectory, '', 0) : cache.retrieve('1', cacheDirectory);
pending.then((result) => {
  process.on('exit', () => {
    writeSync(1, JSON.stringify({ result, peak: process.resourceUsage().maxRSS / 1024 }));
  });
  process.exit();
});
`;

interface Measured {
  readonly result: unknown;
  /** Highest memory of the process, MB. */
  readonly peak: number;
}

describe.each(['20', '24'] as const)('on Node %s', (node) => {
  test('storing and restoring 1 GB takes at most 150 MB more memory than 1 MB', async () => {
    const small = await peaks(megabyte, node);
    const large = await peaks(1024 * megabyte, node);
    const seen = JSON.stringify({ small, large });
    expect(large.store - small.store, seen).toBeLessThan(150);
    expect(large.retrieve - small.retrieve, seen).toBeLessThan(150);
  });
});

async function peaks(bytes: number, node: '20' | '24'): Promise<{ store: number; retrieve: number }> {
  const share = await lab.cloud.createShare();
  const [a, b] = [await lab.machine(share, {}), await lab.machine(share, {})];
  writeNoise(join(a.cacheDirectory, '1/dist/big'), bytes);
  const store = await drive({ machine: a, share, node }, 'store');
  expect(await lab.cloud.azurite.blobs(share.azure.container)).toHaveLength(1);
  const retrieve = await drive({ machine: b, share, node }, 'retrieve');
  expect(retrieve.result).toMatchObject({ code: 0 });
  return { store: store.peak, retrieve: retrieve.peak };
}

async function drive(
  { machine, share, node }: { machine: Machine; share: Share; node: '20' | '24' },
  call: 'store' | 'retrieve',
): Promise<Measured> {
  const script = join(machine.workspace, 'driver.cjs');
  writeFileSync(script, driver);
  const command = [await installNode(node), script, call, machine.cacheDirectory] as const;
  return JSON.parse(await execute([...command], machine.workspace, share.env)) as Measured;
}

/** Bytes that no codec can compress. */
function writeNoise(path: string, bytes: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(megabyte);
  for (let written = 0; written < bytes; written += megabyte) writeSync(file, randomFillSync(piece));
  closeSync(file);
}
