/** `npm run test:soak -- [--cycles 2000]`: one process, many cycles; fails when it holds more at the end than early on. */
import { parseArgs } from 'node:util';
import { installNx } from '../../../test/support/install/nx-version.js';
import { startCloud } from '../../../test/support/workspace/cloud.js';
import { createMachine } from '../../../test/support/workspace/machine.js';
import { workspaceFiles } from '../../../test/support/workspace/projects.js';
import { problemsOf } from './problems.js';
import { soak, type Stock } from './soak.js';

const { values } = parseArgs({ options: { cycles: { type: 'string', default: '2000' } } });
const cycles = Number(values.cycles);
/** The process may take a quarter of the cycles to settle. */
const every = Math.ceil(cycles / 4);
const mostGrowth = 20;

const cloud = await startCloud();
const share = await cloud.createShare();
const install = await installNx('24');
const machine = createMachine({ install, files: workspaceFiles(share.azure), env: share.env });
const stocks = await soak(machine, share, { cycles, every });
for (const stock of stocks) console.log(describe(stock));
const [first, last] = [stocks.at(0), stocks.at(-1)];
const problems = first && last ? problemsOf(first, last, mostGrowth) : ['it did not come far'];
console.log(problems.length === 0 ? 'nothing was gathered' : problems.join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;
machine.dispose();
await cloud.close();

function describe({ cycle, rss, files, sockets, descriptors, threads, resources }: Stock): string {
  const memory = `${(rss / 1024 / 1024).toFixed(1)} MiB`;
  return `${cycle} cycles: ${memory}, ${descriptors} descriptors (${files} files, ${sockets} sockets), ${threads} threads, ${resources}`;
}
