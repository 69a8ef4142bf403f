/**
 * Plays Nx to a remote cache, without Nx: `driver.mjs <kind> <store|retrieve> <cache directory> <file of hashes>`.
 * Runs in a workspace, whose nx.json and `node_modules` are those of the subject.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import console from 'node:console';
import process from 'node:process';

const require = createRequire(join(process.cwd(), 'nx.json'));
const [kind, verb, cacheDirectory, list] = process.argv.slice(2);
const hashes = readFileSync(list, 'utf8').split('\n').filter(Boolean);

const documentedName = '@nx/powerpack-azure-cache';

const open = {
  // Found by its name, like Nx does it.
  plugin: async () => (await import(require.resolve(documentedName))).getRemoteCache(),
  http: () =>
    new (require(join(process.cwd(), 'node_modules/nx/dist/src/native/index.js')).HttpRemoteCache)(),
  'custom-runner': customRunner,
  nothing: () => ({ store: () => true, retrieve: () => true }),
};

const cache = await open[kind]();
await cache.retrieve('0', cacheDirectory); // a miss: it starts everything that the first call starts
console.log(`calls at ${Date.now()}`);
if (verb === 'store') await storeAll();
else await Promise.all(hashes.map(retrieve)); // a level of the graph at once, as Nx 24 does it
process.exit(0);

/** As many at a time as tasks run at a time. */
async function storeAll() {
  const left = [...hashes];
  const lane = async () => {
    for (let hash = left.pop(); hash !== undefined; hash = left.pop()) {
      await cache.store(hash, cacheDirectory, 'built\n', 0);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

async function retrieve(hash) {
  if (!(await cache.retrieve(hash, cacheDirectory))) throw new Error(`${hash} is not a hit`);
}

/** The runner passes its cache to Nx's default runner; here a stand-in takes it. */
async function customRunner() {
  const { runner, options } = JSON.parse(readFileSync('nx.json', 'utf8')).tasksRunnerOptions.default;
  const fromRunner = createRequire(require.resolve(runner.replace('azure', 'custom')));
  const path = fromRunner.resolve('nx/tasks-runners/default');
  let taken;
  const exports = { __esModule: true, default: (tasks, { remoteCache }) => (taken = remoteCache) };
  require.cache[path] = { id: path, filename: path, loaded: true, exports };
  await require(runner).default([], options, {});
  return taken;
}
