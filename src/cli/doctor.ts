import { CommanderError, type Command } from 'commander';

import { attacks, checks } from './doctor/checks.js';
import { createEnvironmentRedactor } from './doctor/environment-redactor.js';
import { isWell, printRow, printSummary, toJson } from './doctor/report.js';
import { runChecks, type Row } from './doctor/run-checks.js';
import { createSetup } from './doctor/setup.js';
import type { Host } from './host.js';

interface Options {
  readonly trust?: true;
  readonly json?: true;
}

/** `doctor`: looks at one thing after the other, and says how to put right what is wrong. */
export function addDoctor(program: Command, host: Host): void {
  program
    .command('doctor')
    .description('check the set-up of the remote cache, and say how to put right what is wrong')
    .option('--trust', 'also try what an attacker would, on blobs of its own that it removes again')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', examples)
    .action((options: Options) => doctor(options, host));
}

const examples = `
Ends with 1 when a check fails, else with 0. No secret is ever printed.

Examples:
  $ npx nx-azure-cache doctor
  $ npx nx-azure-cache doctor --trust       in a job of main, and in one of a pull request
  $ npx nx-azure-cache doctor --json`;

async function doctor({ trust, json }: Options, { cwd, env, started, out }: Host): Promise<void> {
  const redact = createEnvironmentRedactor(env);
  const rows: Row[] = [];
  const setup = createSetup(cwd, env, started);
  for await (const found of runChecks(trust ? [...checks, ...attacks] : checks, setup)) {
    const row = redacted(found, redact);
    rows.push(row);
    if (!json) out.write(printRow(row, out));
  }
  out.write(json ? toJson(rows) : printSummary(rows));
  if (!isWell(rows)) throw new CommanderError(1, 'nx-azure-cache.doctor', 'a check failed');
}

const redacted = ({ detail, fix, ...row }: Row, redact: (text: string) => string): Row => ({
  ...row,
  detail: redact(detail),
  ...(fix === undefined ? {} : { fix: redact(fix) }),
});
