import { CommanderError, type Command } from 'commander';

import { runChecks, type Row, type Status } from './doctor/check.js';
import { attacks, checks } from './doctor/checks.js';
import { createSetup } from './doctor/setup.js';
import type { Host } from './host.js';
import { toJson } from './shared/messages.js';
import { createEnvironmentRedactor } from './shared/redactor.js';
import { paint, wrap, type Screen } from './shared/terminal.js';

interface DoctorOptions {
  readonly trust?: true;
  readonly json?: true;
}

/** `doctor`: runs the checks one after the other, and prints what each found and how to fix it. */
export function addDoctor(program: Command, host: Host): void {
  program
    .command('doctor')
    .description('check the setup and suggest fixes')
    .option('--trust', 'also try to poison the cache, with test blobs that are deleted afterwards')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', examples)
    .action((options: DoctorOptions) => doctor(options, host));
}

const examples = `
Exit code: 1 if a check fails, 0 otherwise. Secrets are never printed.

Examples:
  $ npx nx-azure-cache doctor
  $ npx nx-azure-cache doctor --trust       run it in a job of main and in one of a pull request
  $ npx nx-azure-cache doctor --json`;

async function doctor({ trust, json }: DoctorOptions, { cwd, env, started, out }: Host): Promise<void> {
  const redact = createEnvironmentRedactor(env);
  const rows: Row[] = [];
  const setup = createSetup(cwd, env, started);
  for await (const { detail, fix, ...found } of runChecks(trust ? [...checks, ...attacks] : checks, setup)) {
    const row = { ...found, detail: redact(detail), ...(fix === undefined ? {} : { fix: redact(fix) }) };
    rows.push(row);
    if (!json) out.write(printRow(row, out));
  }
  // The report for machines: docs/doctor.md.
  out.write(json ? toJson({ ok: isWell(rows), checks: rows }) : printSummary(rows));
  if (!isWell(rows)) throw new CommanderError(1, 'nx-azure-cache.doctor', 'a check failed');
}

const margin = 6;
const colors = { pass: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const;

/** One finding, and how to fix it below: `fail  Container: …`. */
export function printRow({ title, status, detail, fix }: Row, screen: Screen): string {
  const lines = [`${title}: ${detail}`, ...(fix === undefined ? [] : [`Fix: ${fix}`])];
  const text = lines.map((line) => wrap(line, margin, screen)).join('\n' + ' '.repeat(margin));
  return `${paint(status.padEnd(margin), colors[status], screen)}${text}\n`;
}

/** `5 passed, 1 failed` */
export function printSummary(rows: readonly Row[]): string {
  const words: Record<Status, string> = { pass: 'passed', warn: 'warned', fail: 'failed', skip: 'skipped' };
  const counts = Object.entries(words)
    .map(([status, word]) => ({ word, count: rows.filter((row) => row.status === status).length }))
    .filter(({ count }) => count > 0);
  return `\n${counts.map(({ count, word }) => `${count} ${word}`).join(', ')}\n`;
}

/** Whether no check failed. */
export const isWell = (rows: readonly Row[]) => rows.every(({ status }) => status !== 'fail');
