import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSetup, type Setup } from '../../src/cli/doctor/setup.js';
import type { Environment } from '../../src/config/environment.js';
import { createMemoryBlobStore } from './memory-blob-store.js';
import { createMemoryProbe } from './memory-probe.js';

/** A workspace with one nx.json, gone after the test. */
export function createWorkspace(nxJson: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  if (nxJson !== undefined) writeFileSync(join(folder, 'nx.json'), JSON.stringify(nxJson));
  return folder;
}

/** The real set-up of such a workspace, whose containers are empty ones in memory, open to all. */
export function createFakeSetup(azure: unknown, env: Environment = {}, instead: Partial<Setup> = {}): Setup {
  return {
    ...createSetup(createWorkspace({ azure }), env),
    signIn: () => Promise.resolve(),
    store: () => createMemoryBlobStore(),
    probe: () => Promise.resolve(createMemoryProbe('rcwdl')),
    keyInReach: () => [],
    ...instead,
  };
}
