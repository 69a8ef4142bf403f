import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hashes, as Nx has them. */
export const artifacts = { small: ['1001', '1002', '1003'], large: ['2001'] } as const;

const MiB = 1024 * 1024;

/** Writes the tasks' outputs to `<folder>/<small|large>/<hash>/dist`; equal on every machine, and incompressible. */
export function writeArtifacts(folder: string): void {
  for (const hash of artifacts.small) writeArtifact(join(folder, 'small', hash), 20_000);
  for (const hash of artifacts.large) writeArtifact(join(folder, 'large', hash), 9 * MiB);
}

function writeArtifact(folder: string, length: number): void {
  mkdirSync(join(folder, 'dist/empty'), { recursive: true });
  writeFileSync(join(folder, 'dist/noise'), noise(folder.slice(-4), length));
  writeFileSync(join(folder, 'dist/run.sh'), '#!/bin/sh\n', { mode: 0o755 });
}

function noise(name: string, length: number): Buffer {
  const pieces = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${name} ${i}`).digest(),
  );
  return Buffer.concat(pieces).subarray(0, length);
}
