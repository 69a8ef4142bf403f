import { installNode, type NodeLine } from '../../test/support/install/node-version.js';
import { folders, type NxLine } from '../install/folders.mjs';
import { azureBlock, containerUrl, customRunner, httpServer, localFolder } from './connect.mjs';
import { createNxTool } from './nx-tool.mjs';
import { floors, type Subject } from './subject.mjs';
import { toolSubject, type ToolSubject } from './tool-subject.mjs';

/** All subjects that run under Nx. `tarball` is this package. */
export async function nxSubjects(tarball: string): Promise<Subject[]> {
  const [modern, onOldNode, old] = [await on('24', '24'), await on('24', '20'), await on('20', '20')];
  const subjects: ToolSubject[] = [
    ...limitAndOurs('24', tarball, modern),
    ...limitAndOurs('24', tarball, onOldNode),
    ...limitAndOurs('20', tarball, old),
    { ...modern, name: floors.nx, install: folders.folder, connect: localFolder },
    { ...modern, name: floors.node, install: folders.bare, connect: containerUrl },
    { ...modern, name: 'afternoon plugin', install: folders.afternoon, connect: azureBlock },
    { ...modern, name: "Nx's HTTP client", install: folders.nx('24'), connect: httpServer },
    { ...old, name: 'nx-remotecache-azure', install: folders.remotecacheAzure, connect: customRunner },
  ];
  return subjects.map(toolSubject);
}

type Base = Pick<ToolSubject, 'family' | 'tool'>;

async function on(nx: NxLine, node: NodeLine): Promise<Base> {
  return { family: `Nx ${nx}, Node ${node}`, tool: createNxTool(await installNode(node)) };
}

function limitAndOurs(nx: NxLine, tarball: string, base: Base): ToolSubject[] {
  const { family } = base;
  return [
    { ...base, name: `no remote cache (${family})`, install: folders.nx(nx) },
    { ...base, name: `nx-azure-cache (${family})`, install: folders.ours(nx, tarball), connect: azureBlock },
  ];
}
