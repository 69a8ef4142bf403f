import { installNode } from '../../../test/support/install/node-version.js';
import { folders } from '../../install/folders.mjs';
import { createLageTool } from '../lage-tool.mjs';
import { createNxTool } from '../nx-tool.mjs';
import type { Subject } from '../subject.mjs';
import { signInSubject, type SignInSubject } from './sign-in-subject.mjs';
import { backfill, block, customRunner, type WaysIn } from './ways-in.mjs';

/**
 * Those that can sign in as a developer does, each beside itself by key. turborepo-remote-cache takes a connection string
 * alone, and Nx's HTTP client the token of its server: neither signs in to Azure within a run.
 */
export async function signInSubjects(tarball: string): Promise<Subject[]> {
  const [modern, old] = [await installNode('24'), await installNode('20')];
  const nx = createNxTool(modern);
  const afternoon = { family: 'afternoon plugin', tool: nx, install: folders.afternoon };
  const custom = {
    family: 'nx-remotecache-azure',
    tool: createNxTool(old),
    install: folders.remotecacheAzure,
  };
  const lage = { family: 'lage, backfill azure-blob', tool: createLageTool(modern), install: folders.lage };
  const subjects: SignInSubject[] = [
    ...ours({ family: 'nx-azure-cache', tool: nx, install: folders.ours('24', tarball) }),
    ...keyAndToken(afternoon, block, 'DefaultAzureCredential'),
    ...keyAndToken(custom, customRunner, 'DefaultAzureCredential'),
    ...keyAndToken(lage, backfill, 'AzureCliCredential'),
  ];
  return subjects.map(signInSubject);
}

type Base = Omit<SignInSubject, 'name' | 'way' | 'isLimit'>;

function keyAndToken(base: Base, { key, token }: WaysIn, credential: string): SignInSubject[] {
  return [
    { ...base, name: `${base.family}, by key`, way: key, isLimit: true },
    { ...base, name: `${base.family}, ${credential}`, way: token, isLimit: false },
  ];
}

/** The measured subjects of the section, by the goal that judges them. */
export const keptToken = 'nx-azure-cache, token kept';

function ours(base: Base): SignInSubject[] {
  const env = { NX_AZURE_CACHE_TOKEN_CACHE: 'false' };
  const { key, token: way } = block;
  return [
    { ...base, name: 'nx-azure-cache, by key', way: key, isLimit: true },
    { ...base, name: keptToken, way, isLimit: false },
    { ...base, name: 'nx-azure-cache, token not kept', way, isLimit: false, env },
  ];
}
