/** `npm run bench`: everything side by side, in one go. Options are in options.mts. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nxSubjects } from './subjects/nx-subjects.mjs';
import { parseOptions } from './options.mjs';
import { pairCases } from './plan.mjs';
import { createResults, saveResults } from './results.mjs';
import { runCase } from './run-pairs.mjs';
import { writeReport } from './report/write-report.mjs';

const args = process.argv.slice(2);
const options = parseOptions(args);
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-azure-cache-bench-'));
process.once('exit', () => {
  rmSync(scratch, { recursive: true, force: true });
});
process.once('SIGINT', () => process.exit(130));

const subjects = await nxSubjects(resolve(options.tarball));
const bench = { options, subjects, results: createResults(args), scratch };
for (const one of pairCases.filter(({ section }) => options.sections.includes(section)))
  await runCase(one, bench);
console.log(await saveResults(bench.results));
console.log(await writeReport(bench.results));
