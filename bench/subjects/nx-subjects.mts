import { installNode, type NodeLine } from '../../e2e/install/node-version.js';
import { startChild } from '../child.mjs';
import { installOurs, installOwn, installPackages } from '../install/install.mjs';
import type { Site } from '../site.mjs';
import { connectionStringOf } from '../storage.mjs';
import { createNxTool } from './nx-tool.mjs';
import type { Remote, Subject } from './subject.mjs';

/** Everything that runs under Nx. `tarball` is ours. */
export async function nxSubjects(tarball: string): Promise<Subject[]> {
  return [
    ...(await on('24', '24', tarball)),
    ...(await peersOn24()),
    ...(await on('24', '20', tarball)),
    ...(await on('20', '20', tarball)),
    ...(await peersOn20()),
  ];
}

/** The limit and ours, the same way on each line of Nx and of Node. */
async function on(nx: '20' | '24', node: NodeLine, tarball: string): Promise<Subject[]> {
  const base = await familyOf(nx, node);
  const packages = [`nx@^${nx}`];
  return [
    {
      ...base,
      name: `no remote cache (${base.family})`,
      install: () => installPackages(`nx-${nx}`, packages),
    },
    {
      ...base,
      name: `nx-azure-cache (${base.family})`,
      install: () => installOurs(`nx-${nx}-ours`, packages, tarball),
      remote: azureBlock,
    },
  ];
}

async function peersOn24(): Promise<Subject[]> {
  const base = await familyOf('24', '24');
  const plugin = new URL('../peers/afternoon', import.meta.url).pathname;
  const packages = ['nx@^24', '@azure/storage-blob@~12.32.0', 'tar@^7'];
  return [
    {
      ...base,
      name: 'afternoon plugin',
      install: () => installOwn('afternoon', packages, plugin),
      remote: azureBlock,
    },
    {
      ...base,
      name: "Nx's HTTP client",
      install: () => installPackages('nx-24', ['nx@^24']),
      remote: httpServer,
    },
  ];
}

async function peersOn20(): Promise<Subject[]> {
  const install = () => installPackages('nx-remotecache-azure', ['nx@^20', 'nx-remotecache-azure@^20']);
  return [{ ...(await familyOf('20', '20')), name: 'nx-remotecache-azure', install, remote: customRunner }];
}

async function familyOf(nx: '20' | '24', node: NodeLine): Promise<Pick<Subject, 'family' | 'tool'>> {
  return { family: `Nx ${nx}, Node ${node}`, tool: createNxTool(await installNode(node)) };
}

async function azureBlock({ container, storagePort, distant }: Site): Promise<Remote> {
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionStringOf(await distant(storagePort)) };
  return { env, config: { azure: { container } } };
}

/** As its README has it. */
async function customRunner({ container, storagePort, distant }: Site): Promise<Remote> {
  const connectionString = connectionStringOf(await distant(storagePort));
  const options = { container, connectionString, cacheableOperations: ['build'] };
  const runner = { runner: 'nx-remotecache-azure', options };
  return { env: {}, config: { tasksRunnerOptions: { default: runner }, useLegacyCache: true } };
}

async function httpServer({ container, storagePort, distant }: Site): Promise<Remote> {
  const script = new URL('../peers/http-server/main.mts', import.meta.url);
  const server = await startChild(script, [connectionStringOf(storagePort), container]);
  const url = `http://127.0.0.1:${await distant(server.port)}`;
  const env = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'bench' };
  return { env, close: server.close };
}
