/** `npm run bench`: everything side by side, in one go. Options are in options.mts. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseOptions } from './options.mjs';
import { cases, type SectionName } from './plan.mjs';
import { writeReport } from './report/write-report.mjs';
import { createResults, readResults, saveResults, type Results } from './results.mjs';
import { runCase } from './run-case.mjs';
import { driverSubjects, throughputSubjects } from './subjects/driver-subjects.mjs';
import { otherSubjects } from './subjects/other-subjects.mjs';
import { nxSubjects } from './subjects/nx-subjects.mjs';
import { signInSubjects } from './subjects/sign-in/sign-in-subjects.mjs';
import { floors, isOurs, type Subject } from './subjects/subject.mjs';

const args = process.argv.slice(2);
const options = parseOptions(args);
console.log(await writeReport(options.from.length > 0 ? readResults(options.from) : await runAll()));

async function runAll(): Promise<Results> {
  const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nx-azure-cache-bench-'));
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true });
  });
  process.once('SIGINT', () => process.exit(130));
  const subjects = await subjectsOf(resolve(options.tarball));
  const results = createResults(args);
  for (const one of cases.filter(({ section }) => options.sections.includes(section))) {
    await runCase(one, { options, subjects: subjects[one.section], results, scratch });
  }
  console.log(await saveResults(results));
  return results;
}

async function subjectsOf(tarball: string): Promise<Record<SectionName, readonly Subject[]>> {
  const whole = await nxSubjects(tarball);
  const own = whole.filter(({ name, isLimit }) => isLimit || isOurs(name) || name === floors.nx);
  const others = await otherSubjects();
  const alone = await driverSubjects(tarball);
  const throughput = await throughputSubjects(tarball);
  return {
    share: [...whole, ...others],
    growth: own,
    local: own.filter(({ name }) => name !== floors.nx),
    throughput,
    processor: alone,
    'sign-in': await signInSubjects(tarball),
    memory: alone.filter(({ name, isLimit }) => isLimit || isOurs(name)),
  };
}
