import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sizesBelow } from '../work/sizes.mjs';
import type { Work } from '../work/work.mjs';

/**
 * The artifacts of a work as Nx leaves them in its cache directory: `<hash>/<path in the workspace>`. The files are
 * links, since they are only read: 1 GB once is enough.
 */
export function layOut(work: Work, folder: string): void {
  for (const { hash, outputs, fixture } of artifactsOf(work)) {
    const artifact = join(folder, hash, outputs);
    mkdirSync(dirname(artifact), { recursive: true });
    execFileSync('cp', ['-rl', fixture, artifact]);
  }
}

export function writeHashes(work: Work, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'hashes');
  writeFileSync(
    file,
    artifactsOf(work)
      .map(({ hash }) => `${hash}\n`)
      .join(''),
  );
  return file;
}

/** @throws Error for the first artifact that isn't there as it was */
export function assertArtifacts(work: Work, folder: string): void {
  for (const { hash, outputs, fixture } of artifactsOf(work)) {
    const restored = join(folder, hash, outputs);
    if (!existsSync(restored) || sizesBelow(restored) !== sizesBelow(fixture))
      throw new Error(`${hash} was not restored`);
  }
}

function artifactsOf({ tasks }: Work) {
  const hashOf = (index: number) => String(10n ** 18n + BigInt(index) * 7_919_000_000_003n);
  return tasks.map(({ name, fixture }, index) => ({
    hash: hashOf(index),
    outputs: `packages/${name}/dist`,
    fixture,
  }));
}
