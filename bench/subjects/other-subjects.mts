import { installNode } from '../../test/support/install/node-version.js';
import { folders } from '../install/folders.mjs';
import { connectionStringOf } from '../storage.mjs';
import { createLageTool } from './lage-tool.mjs';
import type { Connect, Subject } from './subject.mjs';
import { toolSubject } from './tool-subject.mjs';
import { turboServer } from './turbo-server.mjs';
import { createTurboTool } from './turbo-tool.mjs';

/** The task runners that are not Nx, each against its own limit. */
export async function otherSubjects(): Promise<Subject[]> {
  const node = await installNode('24');
  const turbo = { family: 'turbo', tool: createTurboTool(node), install: folders.turbo };
  const lage = { family: 'lage', tool: createLageTool(node), install: folders.lage };
  return [
    toolSubject({ ...turbo, name: 'no remote cache (turbo)' }),
    toolSubject({ ...turbo, name: 'turbo, turborepo-remote-cache', connect: turboServer }),
    toolSubject({ ...lage, name: 'no remote cache (lage)' }),
    toolSubject({ ...lage, name: 'lage, backfill azure-blob', connect: backfill }),
  ];
}

const backfill: Connect = async ({ container, storagePort, distant }) => {
  const options = { connectionString: connectionStringOf(await distant(storagePort)), container };
  const cacheOptions = { outputGlob: ['dist/**'], writeRemoteCache: true };
  return {
    env: {},
    config: { cacheOptions: { ...cacheOptions, cacheStorageConfig: { provider: 'azure-blob', options } } },
  };
};
