/** Runs cases and reports each result; `main.mts` starts it. */
import { restore } from './restores.js';
import { runCases } from './run-cases.js';

const [seed = 0, from = 0, cases = 0] = process.argv.slice(2).map(Number);
process.once('disconnect', () => process.exit());
for await (const verdict of runCases({ seed, from, cases }, restore)) process.send?.(verdict);
process.disconnect();
