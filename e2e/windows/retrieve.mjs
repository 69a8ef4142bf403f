/** Looks one artifact up as Nx does, in the workspace that it is started in: `retrieve.mjs <hash>` prints the result. */
import console from 'node:console';
import { createRequire } from 'node:module';
import process from 'node:process';

const { getRemoteCache } = createRequire(`${process.cwd()}/nx.json`)('@nx/powerpack-azure-cache');
const result = await getRemoteCache().retrieve(process.argv[2], process.env.NX_CACHE_DIRECTORY);
console.log(result === null ? 'miss' : 'hit');
