import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServiceInfo } from '../../../src/blob/ping-service.js';
import { createSetup, type Setup } from '../../../src/cli/doctor/setup.js';
import type { Environment } from '../../../src/config/environment.js';
import { createMemoryBlobStore } from './memory-blob-store.js';
import { createMemoryProbe } from './memory-probe.js';

/** A workspace with one nx.json, gone after the test. */
export function createWorkspace(nxJson: unknown): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'doctor-')));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  if (nxJson !== undefined) writeFileSync(join(folder, 'nx.json'), JSON.stringify(nxJson));
  return folder;
}

/** Azure's answer, which refuses a request without a credential. */
export const greeting: ServiceInfo = { status: 401, isAzure: true, clockSkew: 300, ms: 12 };

/** Puts a package into the node_modules of a workspace; `main` is its index.js. */
export function installStub(
  workspace: string,
  as: string,
  { main = '', ...manifest }: { name?: string; version: string; main?: string },
): void {
  const folder = join(workspace, 'node_modules', as);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: as, ...manifest }));
  writeFileSync(join(folder, 'index.js'), main);
}

/** The real set-up of such a workspace, whose containers are empty ones in memory, open to all. */
export function createFakeSetup(azure: unknown, env: Environment = {}, instead: Partial<Setup> = {}): Setup {
  return {
    ...createSetup(createWorkspace({ azure }), env),
    ping: () => Promise.resolve(greeting),
    signIn: () => Promise.resolve(undefined),
    store: () => createMemoryBlobStore(),
    probe: () => Promise.resolve(createMemoryProbe('rcwdl')),
    processes: '/nowhere',
    ...instead,
  };
}
