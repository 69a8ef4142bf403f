import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Machine } from '../../../test/support/workspace/machine.js';

interface Finding {
  readonly title: string;
  readonly status: string;
  readonly detail: string;
}

/** `nx-azure-cache doctor --trust` of the packed package, in a job: its exit code, and its findings about the set-up. */
export async function doctor(job: Promise<Machine>) {
  const { workspace, env } = await job;
  const command = join(workspace, 'node_modules/.bin/nx-azure-cache');
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(command, ['doctor', '--trust', '--json'], { cwd: workspace, env, stdio: [...stdio] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, status] = await Promise.all([text(child.stdout), ended]);
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return { status, failures: checks.filter((finding) => finding.status === 'fail') };
}
