import { installNode, type NodeLine } from '../../test/support/install/node-version.js';
import { folders } from '../install/folders.mjs';
import { azureBlock, containerUrl, customRunner, httpServer } from './connect.mjs';
import { driverSubject, type DriverSubject } from './driver-subject.mjs';
import { pipeSubject } from './pipe-subject.mjs';
import { floors, type Subject } from './subject.mjs';

/** The caches alone, called as Nx calls them, against a process that does nothing. */
export async function driverSubjects(tarball: string): Promise<Subject[]> {
  const [modern, old] = [await on('24'), await on('20')];
  const nothing = { kind: 'nothing', install: folders.nx('24') } as const;
  const ours = { kind: 'plugin', install: folders.ours('24', tarball), connect: azureBlock } as const;
  const subjects: DriverSubject[] = [
    { ...modern, ...nothing, name: 'a process (Node 24)' },
    { ...old, ...nothing, name: 'a process (Node 20)' },
    { ...modern, ...ours, name: 'nx-azure-cache (Node 24)' },
    { ...old, ...ours, name: 'nx-azure-cache (Node 20)' },
    { ...modern, name: 'afternoon plugin', kind: 'plugin', install: folders.afternoon, connect: azureBlock },
    { ...modern, name: "Nx's HTTP client", kind: 'http', install: folders.nx('24'), connect: httpServer },
    {
      ...old,
      name: 'nx-remotecache-azure',
      kind: 'custom-runner',
      install: folders.remotecacheAzure,
      connect: customRunner,
    },
  ];
  return subjects.map(driverSubject);
}

/** The same against the system's tools; their peers would only be far behind. */
export async function throughputSubjects(tarball: string): Promise<Subject[]> {
  const [modern, old] = [await on('24'), await on('20')];
  const ours = { kind: 'plugin', install: folders.ours('24', tarball), connect: azureBlock } as const;
  const bare = { kind: 'plugin', install: folders.bare, connect: containerUrl } as const;
  return [
    driverSubject({ ...modern, ...bare, name: floors.node }),
    ...[modern, old].flatMap((line) => [
      driverSubject({ ...line, ...ours, name: `nx-azure-cache (${line.family})` }),
      pipeSubject(line.family),
    ]),
  ];
}

async function on(line: NodeLine): Promise<Pick<DriverSubject, 'family' | 'node'>> {
  return { family: `Node ${line}`, node: await installNode(line) };
}
