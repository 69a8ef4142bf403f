/**
 * `npm run bench`: everything side by side, in one go; options are in options.mts. `npm run bench -- versus`: two builds
 * of this package side by side; options are in versus.mts.
 */
import { spawnSync } from 'node:child_process';
import { parseOptions, type Options } from './options.mjs';
import { cases, type SectionName } from './plan.mjs';
import { writeReport } from './report/write-report.mjs';
import { createResults, readResults, saveResults, type Results } from './results.mjs';
import { runCase } from './run-case.mjs';
import { createScratch } from './scratch.mjs';
import { driverSubjects, throughputSubjects } from './subjects/driver-subjects.mjs';
import { otherSubjects } from './subjects/other-subjects.mjs';
import { nxSubjects } from './subjects/nx-subjects.mjs';
import { signInSubjects } from './subjects/sign-in/sign-in-subjects.mjs';
import { floors, isOurs, type Subject } from './subjects/subject.mjs';
import { versus } from './versus.mjs';

const args = process.argv.slice(2);
if (args[0] === 'versus') await versus(args.slice(1));
else console.log(await report(parseOptions(args)));

async function report(options: Options): Promise<string> {
  return writeReport(options.from.length > 0 ? readResults(options.from) : [await runAll(options)]);
}

async function runAll(options: Options): Promise<Results> {
  checkNetwork();
  const scratch = createScratch();
  const subjects = await subjectsOf(options.tarball);
  const results = createResults(args);
  for (const one of cases.filter(({ section }) => options.sections.includes(section))) {
    await runCase(one, { options, subjects: subjects[one.section], results, scratch });
  }
  console.log(saveResults(results));
  return results;
}

/** @throws Error where the network does not keep to its profiles: figures from there mean nothing */
function checkNetwork(): void {
  const { status } = spawnSync('npx', ['vitest', 'run'], { cwd: import.meta.dirname, stdio: 'inherit' });
  if (status !== 0)
    throw new Error('the modeled network is off its profiles: run the benchmark on an idle machine');
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
